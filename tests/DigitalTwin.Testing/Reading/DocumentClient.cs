namespace DigitalTwin.Testing.Reading;

/// <summary>Uploads documents as the owner's console does.</summary>
public static class DocumentClient
{
    // A scan of several pages on a slow machine.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Uploads a document.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> UploadAsync(this TwinClient owner, byte[] file, string name, string visibility = "private")
    {
        var path = $"/api/owner/documents?name={Uri.EscapeDataString(name)}&visibility={visibility}";
        var answer = await owner.SendAsync(HttpMethod.Post, path, new ByteArrayContent(file));
        return answer.Status is 200 or 202 ? answer.Text("id")
            : throw new InvalidOperationException($"{name}: {answer.Status} {answer.Json}");
    }

    /// <summary>Waits until a document is read, or cannot be.</summary>
    /// <returns>The document.</returns>
    public static async Task<Answer> ReadToEndAsync(this TwinClient owner, string id)
    {
        using var limit = new CancellationTokenSource(Longest);
        while (true)
        {
            var answer = await owner.GetAsync($"/api/owner/documents/{id}");
            if (answer.Status != 200 || answer.Text("state") != "reading")
            {
                return answer;
            }

            await Task.Delay(100, limit.Token);
        }
    }
}
