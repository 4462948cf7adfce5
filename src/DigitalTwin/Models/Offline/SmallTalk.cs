using System.Text.RegularExpressions;

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
}

/// <summary>Recognizes small talk by the phrases of <c>small-talk.txt</c>; a message with a subject of its own is not small talk.</summary>
internal static partial class SmallTalk
{
    private static readonly Dictionary<string, string> Phrases = Read();

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
        (SmallTalkIntent.More, Whole($"(please )?({Phrases["more"]})( please)?")),
    ];

    private static readonly Regex ContactWords = new($@"\b({Phrases["contact"]})\b", RegexOptions.IgnoreCase);

    /// <summary>The intent of the whole message; the persona's own name in it does not matter ("Hello Ada!").</summary>
    public static SmallTalkIntent Recognize(string message, string name)
    {
        var plain = Punctuation().Replace(message.ToLowerInvariant(), " ");
        var words = plain.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var names = name.ToLowerInvariant().Split(' ');
        var text = string.Join(' ', words.Where(word => !names.Contains(word)));
        return Intents.FirstOrDefault(intent => intent.Pattern.IsMatch(text)).Intent;
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

    // The alternatives of each section.
    private static Dictionary<string, string> Read()
    {
        using var file = typeof(SmallTalk).Assembly.GetManifestResourceStream("small-talk.txt")
            ?? throw new InvalidOperationException("The phrases of small talk are not part of this build.");
        using var reader = new StreamReader(file);
        var (sections, phrases) = (new Dictionary<string, List<string>>(StringComparer.Ordinal), new List<string>());
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
            {
                sections.Add(line.Trim('[', ']'), phrases = []);
            }
            else if (line.Length > 0 && !line.StartsWith('#'))
            {
                phrases.Add(line);
            }
        }

        return sections.ToDictionary(section => section.Key, section => string.Join('|', section.Value), StringComparer.Ordinal);
    }

    [GeneratedRegex(@"[^\p{L}\p{Nd}' ]+|(?<=\s)'|'(?=\s)")]
    private static partial Regex Punctuation();
}
