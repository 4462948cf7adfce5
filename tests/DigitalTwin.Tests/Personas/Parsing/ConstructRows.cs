namespace DigitalTwin.Tests.Personas.Parsing;

/// <summary>What Markdown and those who paste it make of a text.</summary>
internal static class ConstructRows
{
    private const string Work = "\n\n## Work\n\nNotes.";

    public static Dictionary<string, ReadingRow> All { get; } = new()
    {
        ["text directly above a line"] = new("# Ada\n\nI live in Graz.\n---" + Work, "Ada: I live in Graz. | Work: Notes.", "warning 3"),
        ["text above a line, with text below it"] = new(
            "# Ada\n\nI live in Graz.\n---\nI work.", "Ada: I live in Graz./***/I work.", "warning 3"),
        ["two lines above a line"] = new("# Ada\n\nI live\nin Graz\n---\nHi.", "Ada: I live/in Graz/***/Hi.", "warning 3"),
        ["words above a line, with nothing below it"] = new("# Ada\n\nTea\n---" + Work, "Ada: Tea | Work: Notes.", "warning 3"),
        ["a long line above a line"] = new(
            "# Ada\n\n" + string.Join(' ', Enumerable.Repeat("word", 20)) + "\n---\nHi.",
            "Ada: " + string.Join(' ', Enumerable.Repeat("word", 20)) + "/***/Hi.", "warning 3"),
        ["a text above a single hyphen"] = new("# Ada\n\nI like tea.\n-" + Work, "Ada: I like tea. | Work: Notes.", "warning 3"),
        ["an underlined heading"] = new("Ada\n===\n\nHi.\n\nWork\n----\n\nNotes.", "Ada: Hi. | Work: Notes."),
        ["an underlined question"] = new("# Ada\n\nHi.\n\nDo you paint?\n---\n\nNo.", "Ada: Hi. | Do you paint?: No."),
        ["lines between sections"] = new("# Ada\n\nHi.\n\n---\n\n## Work\n\n***\n\nNotes.\n\n- - -\n", "Ada: Hi. | Work: Notes."),
        ["a heading without text"] = new("# Ada\n\nHi.\n\n## Hobbies" + Work, "Ada: Hi. | Work: Notes.", "leftOut 5"),
        ["a heading at the end"] = new("# Ada\n\nHi.\n\n## Hobbies\n", "Ada: Hi.", "leftOut 5"),
        ["a heading above headings"] = new("# Ada\n\nHi.\n\n## Life\n\n### Work\n\nNotes.", "Ada: Hi. | Work: Notes."),
        ["a heading above a private one"] = new(
            "# Ada\n\nHi.\n\n## Life\n\n### Pay {private}\n\nsecret", "Ada: Hi.", "leftOut 5, private 7"),
        ["a heading without a space"] = new("# Ada\n\nHi.\n\n##Work\n\nNotes.", "Ada: Hi. | Work: Notes."),
        ["a title without a space"] = new("#Ada\n\nHi." + Work, "Ada: Hi. | Work: Notes."),
        ["a tag of words"] = new("# Ada\n\n#math and #code are mine.", "Ada: #math and #code are mine."),
        ["a heading with a hard space"] = new("# Ada\n\nHi.\n\n##\u00A0Work\n\nNotes.", "Ada: Hi. | Work: Notes."),
        ["seven marks"] = new("# Ada\n\n####### Hi.", "Ada: ####### Hi."),
        ["headings with an entity, code and a link"] = new(
            "# Ada\n\nHi.\n\n## R&amp;D `x` [y](z) <https://a.b>\n\nNotes.", "Ada: Hi. | R&D x y https://a.b: Notes."),
        ["a code block without an end"] = new(
            "# Ada\n\nHi.\n\n```sh\nls\n\n## Work\n\nNotes.", "Ada: Hi.//ls | Work: Notes.", "leftOut 5"),
        ["a code block with tildes without an end"] = new("# Ada\n\n~~~\nls" + Work, "Ada: ls | Work: Notes.", "leftOut 3"),
        ["a heading in a code block"] = new("# Ada\n\n```\n## Work\n```", "Ada: ```/## Work/```"),
        ["a heading below an element"] = new("# Ada\n\nHi.\n\n<div class=\"x\">\n## Work\n\nNotes.\n</div>", "Ada: Hi. | Work: Notes."),
        ["elements of HTML"] = new("# Ada\n\n<p>I am <b>here</b>,<br>now.</p>", "Ada: I am here, now."),
        ["headings of HTML"] = new("<h1>Ada</h1>\n\nHi.\n\n<h2>Work</h2>\n\nNotes.", "Ada: Hi. | Work: Notes."),
        ["an item of HTML"] = new("# Ada\n\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>", "Ada: - one/- two"),
        ["a picture of HTML"] = new("# Ada\n\n<img src=\"x\" alt=\"My engine\">", "Ada: My engine"),
        ["less than"] = new("# Ada\n\n1 < 2, List<int> and <me@x.org>.", "Ada: 1 < 2, List<int> and <me@x.org>."),
        ["tags as code"] = new("# Ada\n\nI like `<div>`.", "Ada: I like `<div>`."),
        ["details"] = new("# Ada\n\n<details><summary>More</summary>\n\nHi.\n\n</details>", "Ada: More//Hi."),
        ["links with their addresses elsewhere"] = new(
            "# Ada\n\nSee [my notes][n] and [home].\n\n## Work\n\nNotes.\n\n[n]: https://n.example\n[home]: https://h.example 'Home'",
            "Ada: See [my notes](https://n.example) and [home](https://h.example). | Work: Notes."),
        ["an address that no link uses"] = new(
            "# Ada\n\nHi.\n\n[Home]: https://h.example", "Ada: Hi.//[Home](https://h.example)"),
        ["footnotes"] = new("# Ada\n\nHi.[^1]\n\n[^1]: A note of mine.", "Ada: Hi.[^1]//[^1]: A note of mine."),
        ["questions and answers in lines"] = new(
            "Q: Do you paint?\nA: No.\nQ: Do you cook\nA: Yes.\nOften.", "Do you paint?: No. | Do you cook?: Yes./Often."),
        ["questions and answers below a heading"] = new(
            "# Ada\n\nHi.\n\n## FAQ\n\nAsk me.\n\nQ: Tea?\nA: Yes.\n\n**Q:** Milk?\n**A:** No.",
                "Ada: Hi. | FAQ: Ask me. | Tea?: Yes. | Milk?: No."),
        ["questions and answers of other languages"] = new(
            "Frage: Tee?\nAntwort: Ja.\nFrage 2: Milch?\nAntwort 2: Nein.", "Tee?: Ja. | Milch?: Nein."),
        ["an answer below a blank line"] = new("Q: Tea?\n\nA: Yes.\n\nI live in Graz.", "Tea?: Yes. | I live in Graz.: I live in Graz."),
        ["a question without an answer"] = new("Q: Tea?\nQ: Milk?\nA: No.", "Milk?: No.", "leftOut 1"),
        ["a question at the end"] = new("# Ada\n\nHi.\n\nQ: Tea?", "Ada: Hi.", "leftOut 5"),
        ["a file in a code block"] = new("```markdown\n---\nname: Ada\n---\n# Me\n\nHi.\n```", "Me: Hi.") { Name = "Ada" },
        ["a file that is indented"] = new("    # Ada\n\n    Hi.\n\n    ## Work\n\n    Notes.", "Ada: Hi. | Work: Notes."),
        ["lines that end with CR LF"] = new("# Ada\r\n\r\nHi.\r\n\r\n## Hobbies\r\n", "Ada: Hi.", "leftOut 5"),
        ["text in a quotation and a list"] = new("# Ada\n\n> ## Quoted\n> Hi.\n\n- ## Item", "Ada: > ## Quoted/> Hi.//- ## Item"),
        ["a table"] = new("# Ada\n\n| a | b |\n|---|---|\n| 1 | 2 |", "Ada: | a | b |/|---|---|/| 1 | 2 |"),
        ["wikilinks and numbers in brackets"] = new("# Ada\n\nSee [[My Note]] and [1].", "Ada: See [[My Note]] and [1]."),
        ["links without a scheme"] = new(
            "---\nlinks:\n  Home: ada.example\n  Mail: ada@ada.example\n"
            + "  Git: //git.example/ada\n  Old: 'ftp://x'\n  Bad: not a link\n---\n# Ada\n\nHi.",
            "Ada: Hi.", "leftOut 6, leftOut 7")
            { Links = "Home=https://ada.example, Mail=mailto:ada@ada.example, Git=https://git.example/ada" },
        ["an avatar that is a script"] = new("---\navatar: javascript:alert(1)\n---\n# Ada\n\nHi.", "Ada: Hi.", "leftOut 2"),
        ["a key that is not known"] = new("---\nname: Ada\ngreting: Hi\n---\n# Ada\n\nHi.", "") { Refused = "3 The front matter" },
        ["JSON"] = new("{ \"basics\": { \"name\": \"Ada\" } }", "") { Refused = "1 The file is JSON" },
        ["a web page"] = new("<!DOCTYPE html><html><body>Hi.</body></html>", "") { Refused = "1 The file is a web page" },
        ["a PDF"] = new("%PDF-1.7 ...", "") { Refused = "1 The file is a PDF" },
        ["a Word document"] = new("PK\u0003\u0004...", "") { Refused = "1 The file is a Word document" },
        ["RTF"] = new("{\\rtf1 Hi.}", "") { Refused = "1 The file is an RTF" },
        ["zeros"] = new("# Ada\n\nHi.\0", "") { Refused = "3 The file is not text" },
        ["a script without an end"] = new("<script>\n# Ada\n\nHi." + Work, "Ada: <script> | Ada: Hi. | Work: Notes."),
        ["an instruction without an end"] = new("# Ada\n\nHi.\n\n<?php\n## Work\n\nNotes.", "Ada: Hi.//<?php | Work: Notes."),
        ["CDATA without an end"] = new("# Ada\n\nHi.\n\n<![CDATA[\n## Work\n\nNotes.", "Ada: Hi.//<![CDATA[ | Work: Notes."),
        ["an element that HTML does not know"] = new("# Ada\n\nHi.\n\n<my-box>\n## Work\n\nNotes.", "Ada: Hi.//<my-box> | Work: Notes."),
        ["a type in a heading"] = new("# Ada\n\nHi.\n\n## List<int> & co\n\nNotes.", "Ada: Hi. | List<int> & co: Notes."),
        ["a colon alone"] = new("Hi.\n\n:\n\nTea.", "Hi.: Hi. | :: : | Tea.: Tea."),
        ["an empty list of synonyms"] = new("---\nsynonyms:\n  -\n  - [chair, seat]\n---\n# Ada\n\nHi.", "Ada: Hi."),
        ["quotations without end"] = new(new string('>', 300) + " Hi.", "") { Refused = "nested too deeply" },
        ["a question and its answer on a line"] = new(
            "Q: Where? A: Porto.\nQ: Since when? A: 2009.", "Where?: Porto. | Since when?: 2009."),
        ["numbered questions"] = new("1. Q: Where?\n   A: Porto.", "Where?: Porto."),
        ["cells of HTML"] = new("# Ada\n\n<p>Oak</p><p>Elm</p><td>2019</td><td>Porto</td>", "Ada: Oak Elm 2019 Porto"),
        ["a link of HTML"] = new("# Ada\n\nSee <a href=\"https://x.example\">here</a>.", "Ada: See https://x.example here."),
        ["comments alone"] = new("<!-- secret -->", "") { Refused = "There is nothing" },
    };
}
