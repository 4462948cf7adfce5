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
/// Turns the markers in a model's stream into numbers, <c>[1]</c> for the first fact cited, and checks them on the way:
/// an id the persona does not have never reaches anyone.
/// </summary>
/// <param name="snapshot">The persona that is cited.</param>
/// <param name="earlier">What the same reply cited before; new citations are numbered on from there.</param>
/// <param name="continues">Whether the same reply has text before; what is written then begins a new paragraph.</param>
internal sealed partial class CitationWriter(PersonaSnapshot snapshot, IReadOnlyList<Citation> earlier, bool continues)
{
    private const int LongestQuote = 300;

    private readonly List<Citation> citations = [.. earlier];
    private readonly StringBuilder held = new();
    private readonly StringBuilder reply = new();

    /// <summary>The facts cited so far; the first one is number 1.</summary>
    public IReadOnlyList<Citation> Citations => citations;

    /// <summary>The text so far, as it is shown.</summary>
    public string Reply => reply.ToString();

    /// <summary>Puts numbers back into markers, for a model that is shown its own earlier reply.</summary>
    public static string RestoreMarkers(string text, IReadOnlyList<Citation> citations)
        => Number().Replace(text, match => int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= citations.Count
            ? CitationMarker.For(citations[number - 1].Id)
            : match.Value);

    /// <summary>Takes a piece of the stream and gives what can be shown by now.</summary>
    public IEnumerable<ReplyPiece> Write(string text)
    {
        held.Append(text);
        return Drain(atEnd: false);
    }

    /// <summary>Gives what was held back.</summary>
    public IEnumerable<ReplyPiece> Finish() => Drain(atEnd: true);

    private List<ReplyPiece> Drain(bool atEnd)
    {
        var pieces = new List<ReplyPiece>();
        while (held.Length > 0)
        {
            var text = held.ToString();
            var open = text.IndexOf(CitationMarker.Open, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf(CitationMarker.Close, open + 2, StringComparison.Ordinal);
            if (open >= 0 && close > open && close - open - 2 <= CitationMarker.MaxLength)
            {
                WriteMarker(text[..open], text[(open + 2)..close], pieces);
                held.Remove(0, close + 2);
            }
            else if (open >= 0 && close < 0 && text.Length - open <= CitationMarker.MaxLength + 2 && !atEnd)
            {
                // It may become a marker: what stands before it can go.
                Emit(text[..KeepBack(text, open)], pieces);
                held.Remove(0, KeepBack(text, open));
                break;
            }
            else
            {
                var shown = open >= 0 ? open + 2 : atEnd ? text.Length : KeepBack(text, text.EndsWith('[') ? text.Length - 1 : text.Length);
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

    // Spaces wait for what follows them: before a marker that is dropped they would be left hanging.
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
        var known = CitationMarker.Split(ids).Select(snapshot.Persona.FindFact).OfType<Fact>().ToList();
        Emit(known.Count > 0 ? before : before.TrimEnd(' '), pieces);
        foreach (var fact in known)
        {
            var number = 1 + citations.FindIndex(citation => citation.Id == fact.Id);
            if (number == 0)
            {
                citations.Add(new Citation(fact.Id, fact.Title, Quote(fact)));
                number = citations.Count;
                pieces.Add(new ReplyPiece("", citations[^1], number));
            }

            Emit(string.Create(CultureInfo.InvariantCulture, $"[{number}]"), pieces);
        }
    }

    private void Emit(string text, List<ReplyPiece> pieces)
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

    // The sentence of the fact that shares most with what was just said.
    private string Quote(Fact fact)
    {
        var said = reply.ToString();
        var claim = said[Math.Max(0, said.Length - (2 * LongestQuote))..];
        var sentences = Passages.Sentences(fact.Text);
        var best = sentences.Count == 0 ? fact.Title : sentences.MaxBy(sentence => snapshot.Index.Overlap(claim, sentence))!;
        return best.Length <= LongestQuote ? best : best[..LongestQuote].TrimEnd() + "…";
    }

    [GeneratedRegex(@"\[(\d{1,3})\]")]
    private static partial Regex Number();
}
