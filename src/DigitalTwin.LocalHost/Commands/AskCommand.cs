using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace DigitalTwin.LocalHost.Commands;

/// <summary>The command <c>ask "QUESTION"</c>: a visitor's message, answered in the terminal.</summary>
internal static class AskCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <returns>The exit code: 0 where there is an answer, else 1.</returns>
    public static async Task<int> RunAsync(string[] settings, string question, Action<IServiceCollection>? configure)
    {
        Console.OutputEncoding = Encoding.UTF8;
        if (await RunningAsync(settings) is { } running)
        {
            return await AskAsync(running, question);
        }

        string[] own = [.. settings, "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", "--Model:Probe=false"];
        await using var app = LocalHostApp.Build(own, configure);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var code = await AskAsync(new Uri(address), question);
        await app.StopAsync();
        return code;
    }

    // The data folder belongs to the twin that runs: where one does, it answers.
    private static async Task<Uri?> RunningAsync(string[] settings)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            var health = HealthCommand.AddressOf(LocalHostApp.CreateBuilder(settings).Configuration);
            using var answer = await http.GetAsync(health);
            return answer.IsSuccessStatusCode ? new Uri(health, "/") : null;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or StartupException)
        {
            return null;
        }
    }

    private static async Task<int> AskAsync(Uri address, string question)
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = Patience };
        using var body = JsonContent.Create(new Dictionary<string, string> { ["message"] = question });
        using var response = await http.PostAsync(new Uri("/api/chat", UriKind.Relative), body);
        var turn = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (!turn.TryGetProperty("reply", out var reply) || string.IsNullOrWhiteSpace(reply.GetString()))
        {
            await Console.Error.WriteLineAsync(WhyNot(turn));
            return 1;
        }

        await Console.Out.WriteLineAsync(reply.GetString());
        foreach (var (index, citation) in turn.GetProperty("citations").EnumerateArray().Index())
        {
            await Console.Out.WriteLineAsync($"[{index + 1}] {citation.GetProperty("title").GetString()}");
        }

        if (turn.TryGetProperty("suggestions", out var suggestions))
        {
            await Console.Out.WriteLineAsync(string.Join('\n', suggestions.EnumerateArray().Select(each => $"- {each.GetString()}")));
        }

        return 0;
    }

    private static string WhyNot(JsonElement turn)
        => turn.TryGetProperty("clarification", out var asked) ? asked.GetProperty("question").GetString()!
            : turn.TryGetProperty("detail", out var detail) && detail.ValueKind == JsonValueKind.String ? detail.GetString()!
            : turn.TryGetProperty("title", out var title) ? title.GetString()!
            : "There is no answer.";
}
