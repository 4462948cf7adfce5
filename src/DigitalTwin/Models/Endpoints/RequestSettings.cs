namespace DigitalTwin.Models.Endpoints;

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

    /// <summary>The effort to ask for: the configured one, unless the endpoint said which ones it takes.</summary>
    public string? EffortFor(EndpointHabits habits) => habits.Takes(RequestFields.Effort) ? habits.Effort ?? Effort : null;

    /// <summary>Tokens to add to the limit of the visible answer, for what is thought before it.</summary>
    public int RoomForThought(EndpointHabits habits) => EffortFor(habits) switch
    {
        "minimal" => 1_024,
        "low" => 4_096,
        "medium" => 8_192,
        "high" => 16_384,
        "xhigh" or "max" => 32_768,
        _ => 0,
    };
}
