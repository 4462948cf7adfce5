using System.Text.RegularExpressions;
using DigitalTwin.Personas.Speech;

namespace DigitalTwin.Models.Offline;

/// <summary>What visitors say to a chat and no fact answers.</summary>
internal enum SmallTalkIntent
{
    None,
    Greeting,
    Thanks,
    Farewell,
    HowAreYou,
    Topics,
    WhoAreYou,
    AreYouReal,
    More,
    Insult,
    Arithmetic,
    WriteForMe,
    Harm,
    NoWords,
}

/// <summary>Recognizes small talk by the phrases of <c>small-talk.txt</c>; a message with a subject of its own is not small talk.</summary>
internal static partial class SmallTalk
{
    private static readonly Dictionary<string, string> Phrases = PhraseFile.Read("small-talk.txt")
        .ToDictionary(section => section.Key, section => string.Join('|', section.Value), StringComparer.Ordinal);

    private static readonly (SmallTalkIntent Intent, Regex Pattern)[] Intents =
    [
        (SmallTalkIntent.Greeting, Whole($"((well )?({Phrases["greeting"]})( ({Phrases["after-greeting"]}))?( |\\z))+")),
        (SmallTalkIntent.Thanks, Whole($"(({Phrases["before-thanks"]}) )?(many )?({Phrases["thanks"]})( ({Phrases["after-thanks"]}))?")),
        (SmallTalkIntent.Thanks, Whole(Phrases["praise"])),
        (SmallTalkIntent.Farewell, Whole($"(ok(ay)? )?({Phrases["farewell"]})")),
        (SmallTalkIntent.HowAreYou, Whole($"((hi|hello|hey) )?(and )?({Phrases["how-are-you"]})")),
        (SmallTalkIntent.Topics, Whole(Phrases["topics"])),
        (SmallTalkIntent.WhoAreYou, Whole($"(so )?({Phrases["who-are-you"]})")),
        (SmallTalkIntent.AreYouReal, AreYouReal()),
        (SmallTalkIntent.Harm, Whole(Phrases["harm"])),
        (SmallTalkIntent.Insult, Whole(Phrases["insult"])),
        (SmallTalkIntent.WriteForMe, Whole(Phrases["write-for-me"])),
        (SmallTalkIntent.More, Whole($"(please )?({Phrases["more"]})( please)?")),
    ];

    private static readonly Regex Sum = new($@"\A\W*({Phrases["sum"]})\W*\z", RegexOptions.IgnoreCase);

    private static readonly Regex Trash = Whole(Phrases["trash"]);

    private static readonly Regex ContactWords = new($@"\b({Phrases["contact"]})\b", RegexOptions.IgnoreCase);

    /// <summary>The intent of the whole message; the persona's own name in it does not matter ("Hello Ada!").</summary>
    public static SmallTalkIntent Recognize(string message, string name)
    {
        if (Sum.IsMatch(message))
        {
            return SmallTalkIntent.Arithmetic;
        }

        var plain = Punctuation().Replace(message.ToLowerInvariant(), " ");
        var words = plain.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var names = name.ToLowerInvariant().Split(' ');
        var text = string.Join(' ', words.Where(word => !names.Contains(word)));
        return text.Length == 0 ? words.Length == 0 ? SmallTalkIntent.NoWords : SmallTalkIntent.None
            : Intents.FirstOrDefault(intent => intent.Pattern.IsMatch(text)).Intent is not SmallTalkIntent.None and var known ? known
            : Trash.IsMatch(text) ? SmallTalkIntent.NoWords
            : SmallTalkIntent.None;
    }

    /// <summary>Whether the visitor wants to reach the person.</summary>
    public static bool AsksForContact(string message) => ContactWords.IsMatch(message);

    private static Regex Whole(string pattern) => new($@"\A({pattern})\z");

    // "Are you really a human, or an AI?"
    private static Regex AreYouReal()
    {
        const string article = "( a| an| the)?( real| actual| living)?";
        var question = $"({Phrases["are-you"]})( really| actually| just)?{article} ({Phrases["real-or-not"]})";
        var alternative = $"( or( are you)?( a| an)?( real| actual| living)? ({Phrases["or-what"]}))?";
        return Whole($"((so|wait|hello|hi|and) )?{question}{alternative}");
    }

    [GeneratedRegex(@"[^\p{L}\p{Nd}' ]+|(?<=\s)'|'(?=\s)")]
    private static partial Regex Punctuation();
}
