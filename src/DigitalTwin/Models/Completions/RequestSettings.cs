namespace DigitalTwin.Models.Completions;

/// <summary>What is the same in all requests to one model.</summary>
/// <param name="Model">Its name at the endpoint.</param>
/// <param name="Endpoint">The endpoint's base address.</param>
/// <param name="IsOpenAI">Whether the endpoint is OpenAI's or Azure's, which know more fields than others.</param>
internal sealed record RequestSettings(string Model, Uri Endpoint, bool IsOpenAI)
{
    /// <summary>Bytes of the latest request, for the next one's buffer.</summary>
    public int LastLength { get; set; } = 16 * 1024;

    /// <summary>The effort to think, or <see langword="null"/> for the endpoint's own.</summary>
    public string? Effort { get; init; }

    /// <summary>How long answers are, or <see langword="null"/> for the endpoint's own.</summary>
    public string? Verbosity { get; init; }

    /// <summary>Tokens to add to the limit of the visible answer, for what is thought before it.</summary>
    public int RoomForThought { get; init; }
}
