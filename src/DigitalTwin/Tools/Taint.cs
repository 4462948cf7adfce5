using System.Text.Json.Serialization;

namespace DigitalTwin.Tools;

/// <summary>Where values of a turn come from that are not the owner's: it sticks to all that the turn does once it has seen them.</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<Taint>))]
public enum Taint
{
    /// <summary>Nothing but the owner's own words.</summary>
    None = 0,

    /// <summary>A visitor's words.</summary>
    Visitor = 1,

    /// <summary>A document that somebody else may have written.</summary>
    Document = 2,

    /// <summary>A mail.</summary>
    Mail = 4,

    /// <summary>An invitation or an entry of a calendar.</summary>
    Invitation = 8,

    /// <summary>A page of the web, a feed, another service.</summary>
    Web = 16,
}

/// <summary>What a tool's effect reaches, where that matters to others than the visitor.</summary>
public enum Sink
{
    /// <summary>Nothing of the kind.</summary>
    None,

    /// <summary>It sends something to somebody.</summary>
    Send,

    /// <summary>It books or moves an appointment.</summary>
    Book,

    /// <summary>It makes something public.</summary>
    Publish,

    /// <summary>It changes what the twin says of the owner.</summary>
    Persona,
}

/// <summary>What may flow where. It stands outside the model: no words change it.</summary>
/// <remarks>
/// Strangers' content that a turn has read may have told the model what to do (OWASP LLM01, ASI01): such a turn sends and books nothing,
/// not even with an approval, for who approves sees what is to be done and not what made the model want it. Nothing of any stranger's
/// becomes public or a part of the persona by a tool at all: the owner does that.
/// </remarks>
internal static class TaintPolicy
{
    private const Taint Content = Taint.Document | Taint.Mail | Taint.Invitation | Taint.Web;

    /// <summary>Why a tool must not run now, in words for the model; <see langword="null"/> where it may.</summary>
    /// <param name="sink">What the tool reaches.</param>
    /// <param name="approval">Who agrees before it runs.</param>
    /// <param name="taint">What the turn has seen.</param>
    public static string? Refusal(Sink sink, ToolApproval approval, Taint taint) => sink switch
    {
        Sink.Send or Sink.Book when (taint & Content) != 0
            => "Not done: this turn has read what strangers wrote, and sends and books nothing. The person can ask for it themself.",
        Sink.Send or Sink.Book when taint != Taint.None && approval == ToolApproval.Never
            => "Not done: nobody has agreed to it.",
        Sink.Publish or Sink.Persona when taint != Taint.None
            => "Not done: only the person makes something public that comes from somebody else.",
        _ => null,
    };
}
