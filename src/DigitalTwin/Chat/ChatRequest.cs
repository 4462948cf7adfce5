using DigitalTwin.Hosting;
using DigitalTwin.Hosting.Texts;
using DigitalTwin.Media;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Chat;

/// <summary>What a visitor sends.</summary>
public sealed record ChatRequest
{
    private const int MostAttachments = 1;

    /// <summary>What the visitor says: 1 to 4,000 characters.</summary>
    public string? Message { get; init; }

    /// <summary>
    /// The client's id for the message: 1 to 100 letters, digits and <c>. _ : -</c>. Sent again, it brings the same reply.
    /// </summary>
    public string? MessageId { get; set; }

    /// <summary>The visitor's language as a BCP 47 tag, such as <c>en</c> or <c>pt-BR</c>.</summary>
    public string? Locale { get; init; }

    /// <summary>A picture, where the model takes them.</summary>
    public IReadOnlyList<Picture>? Attachments { get; init; }

    /// <summary>The workflow that answers it.</summary>
    internal string Workflow { get; init; } = AgentWorkflow.WorkflowName;

    /// <summary>Most things that the reply is to show; its own measure unless set.</summary>
    internal int? Limit { get; init; }

    /// <exception cref="ProblemException">A field breaks its rule.</exception>
    internal void Check()
    {
        RequestBody.RequireMessage(Message, "message");
        ClientMessageId.Check(MessageId, "messageId");
        LocaleTag.Check(Locale, "locale");
        if (Attachments is { Count: > MostAttachments } || Attachments?.Contains(null!) == true)
        {
            throw new ProblemException(Problems.InvalidField, $"At most {MostAttachments} picture.", ["attachments"]);
        }

        foreach (var picture in Attachments ?? [])
        {
            picture.Check();
        }
    }
}
