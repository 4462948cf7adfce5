using System.Text.RegularExpressions;
using DigitalTwin.Inbox;
using DigitalTwin.Personas.Speech;

namespace DigitalTwin.Models.Offline;

/// <summary>Words by which it shows what a message or a sentence is about, in several languages; they stand in <c>cues.txt</c>.</summary>
internal static class Cues
{
    private static readonly Dictionary<string, string> Words = PhraseFile.Read("cues.txt")
        .ToDictionary(section => section.Key, section => string.Join('|', section.Value), StringComparer.Ordinal);

    /// <summary>The message means what was said before it.</summary>
    public static Regex PointsBack { get; } = new(
        $@"\A\W*({Words["goes-on"]})\b|\b({Words["points-back"]})\b", RegexOptions.IgnoreCase);

    /// <summary>The message asks for what was before.</summary>
    public static Regex Before { get; } = Word("before");

    /// <summary>The message asks for what came after.</summary>
    public static Regex After { get; } = Word("after");

    /// <summary>Nothing can begin with the sentence: what it means stands before it.</summary>
    public static Regex Hangs { get; } = new($@"\A\W*({Words["hangs"]})\b", RegexOptions.IgnoreCase);

    /// <summary>The message speaks to the person.</summary>
    public static Regex You { get; } = Word("you");

    /// <summary>The visitor wants to end what was begun.</summary>
    public static Regex NeverMind { get; } = new($@"\A({Words["never-mind"]})[.!]?\z", RegexOptions.IgnoreCase);

    /// <summary>The visitor wants to leave a message.</summary>
    public static Regex LeaveMessage { get; } = Word("leave-message");

    /// <summary>The visitor wants to talk to the person.</summary>
    public static Regex WantsPerson { get; } = Word("wants-person");

    /// <summary>What a tool says of the time at which the person promises to reply.</summary>
    public static Regex Promise { get; } = new($@"{InboxTools.PromisedBy}\w+, (.+?\))", RegexOptions.CultureInvariant);

    private static Regex Word(string section) => new($@"\b({Words[section]})\b", RegexOptions.IgnoreCase);
}
