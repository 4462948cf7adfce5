using DigitalTwin.Chat;
using DigitalTwin.Hosting;
using DigitalTwin.Media;
using DigitalTwin.Offerings.Finding;

namespace DigitalTwin.Offerings;

/// <summary>A search for what the owner offers.</summary>
/// <param name="Query">What is needed, in the visitor's words: 1 to 4,000 characters.</param>
public sealed record SearchRequest(string? Query)
{
    /// <summary>How many are shown unless the visitor asks for another number.</summary>
    internal const int DefaultLimit = 5;

    private const int MostLimit = 20;

    /// <summary>Most offerings, 1 to 20; 5 unless set.</summary>
    public int? Limit { get; init; }

    /// <summary>The client's id for the search, as of a message: sent again, it brings the same answer.</summary>
    public string? MessageId { get; init; }

    /// <summary>The visitor's language as a BCP 47 tag.</summary>
    public string? Locale { get; init; }

    /// <summary>A picture of what is needed.</summary>
    public IReadOnlyList<Picture>? Attachments { get; init; }

    /// <summary>The message that it is in its conversation.</summary>
    /// <exception cref="ProblemException">A field breaks its rule.</exception>
    internal ChatRequest ToChatRequest()
    {
        RequestBody.RequireMessage(Query, "query");
        if (Limit is < 1 or > MostLimit)
        {
            throw new ProblemException(Problems.InvalidField, $"1 to {MostLimit}.", ["limit"]);
        }

        return new ChatRequest
        {
            Message = Query,
            MessageId = MessageId,
            Locale = Locale,
            Attachments = Attachments,
            Workflow = SearchWorkflow.WorkflowName,
            Limit = Limit,
        };
    }
}
