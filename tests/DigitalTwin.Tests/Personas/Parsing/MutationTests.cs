using System.Text;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Parsing;
using FsCheck;
using FsCheck.Fluent;

namespace DigitalTwin.Tests.Personas.Parsing;

/// <summary>Good files, damaged at random as by a hand that slips: ten thousand times.</summary>
public sealed class MutationTests
{
    // Hidden is what stands between these: there no hand slips, for who opens a comment elsewhere may close this one.
    private static readonly string[] Hidden =
    [
        "<!-- secret -->", "<!--\nsecret\n\n## secret\n-->", "## Pay {private}\n\nsecret\n\n### More\n\nsecret",
            "private: secret,\nand secret",
        "secret {private}", "[//]: # (secret)", "- secret {private}", "%%secret%%", "<div hidden>secret</div>",
    ];

    private static readonly string[] Tokens =
    [
        "---", "***", "===", "- ", "> ", "#", "## New", "##New", "\n", "\n\n", "  ", "\t", "<div>", "</div>", "<b>", "<", ">", "[", "]",
            "[[x]]", "[1]",
        "{", "}", "{#id}", "|", "Q: x", "A: y", "name: x", "\uFEFF", "\u00A0", "\u200B", "\uD83D", "😀", "*", "_", "\\", "&amp;", "!", ":",
            "\r", "\u2028",
    ];

    private static readonly string[] Fences = ["```", "~~~", "`", "<!--", "-->", "%%", "<script>", "<pre>", "{private}", "+++"];

    [Fact]
    public void No_damage_throws_or_loses_a_heading_without_a_word()
        => Properties.ForAll(Mutations(hidden: false, [.. Tokens, .. Fences]), file => Check(file), 5_000);

    [Fact]
    public void No_damage_beside_it_shows_what_is_hidden()
        => Properties.ForAll(Mutations(hidden: true, Tokens), file => Check(file), 5_000);

    private static void Check(string file)
    {
        PersonaReading reading;
        try
        {
            reading = PersonaParser.Read(Encoding.UTF8.GetBytes(file));
        }
        catch (PersonaFormatException error)
        {
            error.Message.ShouldNotContain("secret");
            return;
        }

        var (persona, findings) = reading;
        persona.Facts.ShouldNotBeEmpty();
        persona.Facts.ShouldAllBe(fact => fact.Text.Trim().Length > 0 && fact.Title.Length > 0);
        persona.Facts.Select(fact => fact.Id).ShouldBeUnique();
        findings.ShouldAllBe(finding => finding.Line > 0);
        var all = persona.Name + persona.Headline + string.Concat(persona.SuggestedQuestions)
            + string.Concat(findings.Select(each => each.Text))
            + string.Concat(persona.Facts.Select(fact => string.Concat(fact.Parents) + fact.Title + fact.Text));
        all.ShouldNotContain("secret");
        foreach (var word in Enumerable.Range(1, 6).Select(number => $"Heading{number}")
            .Where(word => file.Contains(word, StringComparison.Ordinal)))
        {
            (all.Contains(word, StringComparison.Ordinal) || findings.Count > 0).ShouldBeTrue($"{word} is lost");
        }
    }

    private static Gen<string> Mutations(bool hidden, string[] tokens)
        => Gen.ArrayOf(Gen.Choose(0, 1_000_000)).Where(numbers => numbers.Length > 2).Select(numbers => Damage(numbers, hidden, tokens));

    private static string Damage(int[] numbers, bool hidden, string[] tokens)
    {
        List<string> parts =
        [
            "---\nname: Ada Lovelace\nheadline: Writer\nlinks:\n  Home: https://ada.example\n---",
            "# Ada\n\nI write about engines.", "## Heading1\n\nFirst *text* with a [link](https://x.example).",
                "## Heading2\n\n### Heading3\n\n- one\n- two",
            "## Heading4\n\n| a | b |\n|---|---|\n| 1 | 2 |", "### Heading5\n\n1. x\n\n> quoted\n\nText of it.",
                "## Heading6\n\nQ: What?\nA: That.",
        ];
        for (var i = 2; i < numbers.Length && i < 8; i++)
        {
            var part = 1 + (numbers[i] % (parts.Count - 1));
            var at = numbers[i - 1] % (parts[part].Length + 1);
            var token = tokens[numbers[i - 2] % tokens.Length];
            parts[part] = (numbers[i] % 5) switch
            {
                0 => parts[part].Remove(Math.Min(at, parts[part].Length - 1), 1),
                1 => parts[part].Insert(at, "\n" + token + "\n"),
                2 => parts[part].Insert(at, "\n\n" + token),
                3 => token + "\n" + parts[part],
                _ => parts[part].Insert(at, token),
            };
            if (parts[part].Length == 0)
            {
                parts[part] = "Left.";
            }
        }

        if (hidden)
        {
            parts.Insert(2 + (numbers[0] % (parts.Count - 2)), Hidden[numbers[1] % Hidden.Length]);
        }

        return string.Join("\n\n", parts);
    }
}
