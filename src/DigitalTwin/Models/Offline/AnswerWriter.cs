using DigitalTwin.Hosting.Texts;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Search;
using DigitalTwin.Prompts;

namespace DigitalTwin.Models.Offline;

/// <summary>Says what was found in the persona's words: short, and so that it can be understood alone.</summary>
internal static class AnswerWriter
{
    private const int Room = 280;
    private const int RoomForAll = 800;
    private const int MostItems = 12;
    private const int LongestPart = 1_600;

    // Below it, the heading answers more than the part itself.
    private const double MostlyOwn = 0.6;

    // Items that answer nearly as well as the best one are said with it.
    private const double Near = 0.95;

    /// <summary>The part that answers with what it needs around it, in Markdown, with its mark.</summary>
    public static string Say(Found found)
    {
        var document = found.Part.Document;
        if (found.Part.Part < 0)
        {
            return Cite(document.Fact.Title, document.Fact);
        }

        var measured = FactIndex.Find(found.Question, document, 0);
        var chosen = measured.All(part => part.Own == 0) ? Beginning(document.Parts, Room)
            : Around(document.Parts, measured, found.Part.Part);
        return Cite(Heading(found, document, chosen) + Write(document.Parts, chosen), document.Fact);
    }

    /// <summary>A fact from its beginning: whole where it is short.</summary>
    public static string SayAll(FactDocument document)
    {
        var text = document.Parts.Count == 0 ? document.Fact.Title : Write(document.Parts, Beginning(document.Parts, RoomForAll));
        return Cite(text, document.Fact);
    }

    /// <summary>What a reply has not said of a fact, as much of it as has room; empty where it said all.</summary>
    public static string SayRest(FactDocument document, string reply)
    {
        var left = Enumerable.Range(0, document.Parts.Count)
            .Where(part => !reply.Contains(document.Parts[part].Markdown, StringComparison.Ordinal)).ToList();
        if (left.Count == 0)
        {
            return "";
        }

        var room = RoomForAll;
        var chosen = left.TakeWhile((part, rank) => (room -= document.Parts[part].Plain.Length) > 0 || rank == 0).ToList();
        return Cite(Write(document.Parts, chosen), document.Fact);
    }

    private static string Cite(string text, Fact fact) => $"{text} {CitationMarker.For(fact.Id)}";

    // Sentences in one line, tables with their header, lists with the line above.
    private static string Write(IReadOnlyList<FactPart> parts, IReadOnlyList<int> chosen)
        => string.Join("\n\n", chosen.Select(part => parts[part]).GroupBy(part => part.Block).Select(block
            => Lead(block.First(), parts, chosen) + WriteBlock([.. block])));

    private static string WriteBlock(IReadOnlyList<FactPart> block)
        => string.Join(block[0].Kind == FactPartKind.Sentence ? " " : "\n", block.Select(part => Shorten(part.Markdown)));

    private static string Lead(FactPart first, IReadOnlyList<FactPart> parts, IReadOnlyList<int> chosen)
        => first.Kind == FactPartKind.Row ? first.Lead + "\n"
            : first.Lead.Length == 0 || chosen.Any(part => first.Lead.EndsWith(parts[part].Markdown, StringComparison.Ordinal)) ? ""
            : first.Lead + "\n\n";

    private static string Shorten(string text) => text.Length <= LongestPart ? text : UnicodeText.Cut(text, LongestPart) + "…";

    // The heading carries the answer: its first parts, and the list that they lead to.
    private static List<int> Beginning(IReadOnlyList<FactPart> parts, int room)
    {
        var chosen = new List<int>();
        for (var i = 0; i < parts.Count; i++)
        {
            room -= parts[i].Plain.Length;
            if (i > 0 && (parts[i].Kind == FactPartKind.Sentence ? room < 0 : chosen.Count > MostItems))
            {
                break;
            }

            chosen.Add(i);
        }

        return chosen;
    }

    private static List<int> Around(IReadOnlyList<FactPart> parts, IReadOnlyList<FoundPart> measured, int best)
        => parts[best].Kind == FactPartKind.Sentence ? Sentences(parts, best) : Entries(parts, measured, best);

    // The item or row, with those that answer as well; the whole list where it is one to a heading.
    private static List<int> Entries(IReadOnlyList<FactPart> parts, IReadOnlyList<FoundPart> measured, int best)
        =>
        [
            .. Enumerable.Range(0, parts.Count)
                .Where(i => parts[i].Block == parts[best].Block && parts[i].Kind == parts[best].Kind)
                .Where(i => i == best || measured[best].Own == 0 || measured[i].Coverage >= Near * measured[best].Coverage)
                .Take(MostItems),
        ];

    // A sentence that begins with "It" or "No" needs the one before. What follows is said where there is room.
    private static List<int> Sentences(IReadOnlyList<FactPart> parts, int best)
    {
        bool IsNext(int part) => part < parts.Count && parts[part].Block == parts[best].Block && parts[part].Kind == FactPartKind.Sentence;
        var (from, to) = (best, best);
        while (from > 0 && parts[from - 1].Block == parts[best].Block && Cues.Hangs.IsMatch(parts[from].Plain))
        {
            from--;
        }

        var room = Room - parts.Skip(from).Take(to - from + 1).Sum(part => part.Plain.Length);
        while (IsNext(to + 1) && (room -= parts[to + 1].Plain.Length) > 0)
        {
            to++;
        }

        while (to + 1 < parts.Count && parts[to].Plain.EndsWith(':') && parts[to + 1].Kind != FactPartKind.Sentence)
        {
            to++;
        }

        return [.. Enumerable.Range(from, to - from + 1)];
    }

    // The heading is said where it carries what was asked for, or where nothing could begin with the first sentence.
    private static string Heading(Found found, FactDocument document, List<int> chosen)
    {
        var first = document.Parts[chosen[0]];
        var isAsked = found.Part.Own < MostlyOwn * found.Part.Coverage && document.Title.Any(term
            => found.Question.Terms.Any(asked => asked.Variants.Any(variant => variant.Term == term)));
        return !isAsked && !Cues.Hangs.IsMatch(first.Plain) ? ""
            : first.Kind != FactPartKind.Sentence ? $"**{document.Fact.Title}**\n\n"
            : $"**{document.Fact.Title}**{(document.Fact.IsQuestion ? "" : ":")} ";
    }
}
