using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DigitalTwin.Conversations;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Search;

namespace DigitalTwin.Prompts;

/// <summary>What comes out of a <see cref="CitationWriter"/>: text to show, or a citation met for the first time.</summary>
internal sealed record ReplyPiece(string Text, Citation? Citation, int Number);

/// <summary>
/// Turns the markers in a model's stream into numbers, <c>[1]</c> for the first fact cited, and removes ids that the
/// persona does not have. Other brackets stay as they are written, and are no citations.
/// </summary>
/// <param name="sources">What can be cited.</param>
/// <param name="question">The visitor's message: it decides which words of a fact are quoted.</param>
/// <param name="earlier">Facts that the same reply cited before; the numbers of new citations continue from there.</param>
/// <param name="continues">Whether the reply has text already; new text then begins a new paragraph.</param>
internal sealed partial class CitationWriter(CitedSources sources, string question, IReadOnlyList<Citation> earlier, bool continues)
{
    private const int LongestQuote = 300;
    private const double SaidWeight = 0.5;

    // A statement of fewer is short for what was asked.
    private const int LeastTerms = 3;

    private readonly List<Citation> citations = [.. earlier];
    private readonly StringBuilder held = new();
    private readonly StringBuilder reply = new();
    private readonly LiteralBrackets brackets = new();

    // Read for the first quote: many replies have none.
    private readonly Dictionary<FactIndex, Question> asked = [];

    /// <summary>The facts cited so far; the first one is number 1.</summary>
    public IReadOnlyList<Citation> Citations => citations;

    /// <summary>The text so far, as it is shown.</summary>
    public string Reply => reply.ToString();

    /// <summary>Turns numbers back into markers, for a model that is shown its own earlier reply.</summary>
    public static string RestoreMarkers(string text, IReadOnlyList<Citation> citations)
        => citations.Count == 0 ? text : Number().Replace(text, match => Find(match.Groups[1].ValueSpan, citations) is { } cited
            ? CitationMarker.For(cited.Id)
            : match.Value);

    private static Citation? Find(ReadOnlySpan<char> number, IReadOnlyList<Citation> citations)
        => int.TryParse(number, CultureInfo.InvariantCulture, out var index) && index >= 1 && index <= citations.Count
            ? citations[index - 1]
            : null;

    /// <summary>Takes a piece of the stream and returns what can be shown now.</summary>
    public IEnumerable<ReplyPiece> Write(string text)
    {
        held.Append(text);
        return Drain(atEnd: false);
    }

    /// <summary>Returns what was held back.</summary>
    public IEnumerable<ReplyPiece> Finish() => Drain(atEnd: true);

    private List<ReplyPiece> Drain(bool atEnd)
    {
        var pieces = new List<ReplyPiece>();
        while (held.Length > 0)
        {
            var text = held.ToString();
            var open = text.IndexOf(CitationMarker.Open, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf(CitationMarker.Close, open + 2, StringComparison.Ordinal);
            open = close < 0 ? open : text.LastIndexOf(CitationMarker.Open, close - 1, close - open, StringComparison.Ordinal);
            if (open >= 0 && close > open && close - open - 2 <= CitationMarker.MaxLength)
            {
                WriteMarker(text[..open], text[(open + 2)..close], pieces);
                held.Remove(0, close + 2);
            }
            else if (open >= 0 && close < 0 && text.Length - open <= CitationMarker.MaxLength + 2 && !atEnd)
            {
                // It may become a marker: emit only what is before it.
                Emit(text[..KeepBack(text, open)], pieces);
                held.Remove(0, KeepBack(text, open));
                break;
            }
            else
            {
                var end = open >= 0 ? text.Length : LiteralBrackets.SafeEnd(text);
                var shown = open >= 0 ? open + 2 : atEnd ? text.Length : KeepBack(text, end);
                Emit(text[..shown], pieces);
                held.Remove(0, shown);
                if (open < 0)
                {
                    break;
                }
            }
        }

        return pieces;
    }

    // Spaces are held until the next piece: before a marker that is removed they would remain at the end.
    private static int KeepBack(string text, int end)
    {
        while (end > 0 && text[end - 1] == ' ')
        {
            end--;
        }

        return end;
    }

    private void WriteMarker(string before, string ids, List<ReplyPiece> pieces)
    {
        var known = CitationMarker.Split(ids).Select(sources.Find).OfType<Fact>().ToList();
        var isWritten = known.Count == 0 && IsWritten(ids);
        Emit(isWritten ? $"{before}{CitationMarker.For(ids)}" : before.TrimEnd(' '), pieces);
        KeepWhatIsSaid(known);
        if (known.Count > 0)
        {
            Mark(EndsBlock() ? "\n\n" : before[before.TrimEnd(' ').Length..], pieces);
        }

        foreach (var fact in known)
        {
            var number = 1 + citations.FindIndex(citation => citation.Id == fact.Id);
            if (number == 0)
            {
                citations.Add(Cite(fact));
                number = citations.Count;
                pieces.Add(new ReplyPiece("", citations[^1], number));
            }

            Mark(string.Create(CultureInfo.InvariantCulture, $"[{number}]"), pieces);
        }
    }

    // A citation stands behind what its fact says: the words before it share a term with it, or where they are of another language, a name,
    // a number or a date. A "Yes" says what the question asked.
    private void KeepWhatIsSaid(List<Fact> facts)
    {
        if (facts.Count == 0)
        {
            return;
        }

        var statement = LastStatement();
        facts.RemoveAll(fact => ClaimOf(statement, sources.IndexOf(fact)) is { Count: > 0 } claim
            && !claim.Any(sources.Document(fact).Weights.ContainsKey)
            && !Telling().Matches(statement).Any(word => Mentions(fact, word.Value)));
    }

    private HashSet<string> ClaimOf(string statement, FactIndex index)
    {
        var claim = index.Analyzer.IndexTerms(statement).ToHashSet(StringComparer.Ordinal);
        if (claim.Count < LeastTerms)
        {
            claim.UnionWith(index.Analyzer.IndexTerms(question));
        }

        return claim;
    }

    private static bool Mentions(Fact fact, string word)
        => fact.Parents.Append(fact.Title).Append(fact.Text).Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    // The paragraph so far, without its marks.
    private string LastStatement()
    {
        var said = reply.ToString();
        var start = Math.Max(said.LastIndexOf("\n\n", StringComparison.Ordinal), said.Length - (3 * LongestQuote));
        return Number().Replace(said[Math.Max(0, start)..], " ");
    }

    // An id has no spaces and no capitals; and what the owner wrote may be quoted.
    private bool IsWritten(string inner)
        => inner.Trim().Any(c => char.IsUpper(c) || c is ' ' or '|' or '/')
            ? !inner.Contains(',', StringComparison.Ordinal)
            : inner.Length > 0 && sources.IsWritten(CitationMarker.For(inner));

    // Behind the end of a code block or on a table's row a mark would be a part of it.
    private bool EndsBlock()
    {
        var lines = reply.ToString().Split('\n');
        var row = lines[^1].Trim();
        return row.StartsWith("```", StringComparison.Ordinal)
            || row.StartsWith("~~~", StringComparison.Ordinal)
            || (row.StartsWith('|') && row.EndsWith('|') && lines.Length > 1 && lines[^2].Count(c => c == '|') <= row.Count(c => c == '|'));
    }

    private void Emit(string text, List<ReplyPiece> pieces) => Mark(brackets.Escape(text), pieces);

    private void Mark(string text, List<ReplyPiece> pieces)
    {
        if (reply.Length == 0)
        {
            text = text.TrimStart();
            text = text.Length > 0 && continues ? "\n\n" + text : text;
        }

        if (text.Length > 0)
        {
            reply.Append(text);
            pieces.Add(new ReplyPiece(text, null, 0));
        }
    }

    private Citation Cite(Fact fact) => fact.Source is not { } source ? new Citation(fact.Id, fact.Title, Quote(fact))
        : new Citation(fact.Id, fact.Title == source.Title ? source.Title : $"{source.Title}: {fact.Title}", Quote(fact))
        {
            Document = source.Document,
            Page = source.Page,
            Url = source.Url,
        };

    // The part of the fact that answers the question best; of two, the one that shares more with the text just before the mark.
    private string Quote(Fact fact)
    {
        var (index, document, said) = (sources.IndexOf(fact), sources.Document(fact), reply.ToString());
        var claim = index.Analyzer.IndexTerms(said[Math.Max(0, said.Length - (2 * LongestQuote))..])
            .ToHashSet(StringComparer.Ordinal);
        double Said(int part) => document.PartTerms[part].Count == 0 ? 0
            : (double)document.PartTerms[part].Count(claim.Contains) / document.PartTerms[part].Count;
        var parts = document.Parts.Count == 0 ? [] : FactIndex.Find(AskedOf(index), document, 0);
        var best = parts.Count == 0 ? fact.Title
            : document.Parts[parts.MaxBy(part => part.Score + (SaidWeight * Said(part.Part)))!.Part].Plain;
        return best.Length <= LongestQuote ? best : best[..LongestQuote].TrimEnd() + "…";
    }

    private Question AskedOf(FactIndex index)
    {
        if (!asked.TryGetValue(index, out var read))
        {
            asked.Add(index, read = index.Read(question));
        }

        return read;
    }

    [GeneratedRegex(@"\p{Lu}\p{L}{2,}|\d{2,}")]
    private static partial Regex Telling();

    [GeneratedRegex(@"(?<!\\)\[(\d{1,3})\]")]
    private static partial Regex Number();
}
