namespace DigitalTwin.Tests.Personas.Parsing;

/// <summary>What is not for visitors.</summary>
internal static class HiddenRows
{
    public static Dictionary<string, ReadingRow> All { get; } = new()
    {
        ["a comment on a line of its own"] = new("# Ada\n\nHi.\n\n<!-- secret -->\n", "Ada: Hi.", "private 5"),
        ["a comment on many lines"] = new("# Ada\n\n<!--\nsecret\n\n## secret\n-->\n\nHi.", "Ada: Hi.", "private 3"),
        ["a comment within a sentence"] = new("# Ada\n\nHi <!-- secret -->there.", "Ada: Hi there.", "private 3"),
        ["text behind a comment"] = new("# Ada\n\n<!-- secret --> Hi.", "Ada: Hi.", "private 3"),
        ["a comment in a heading"] = new("# Ada\n\nHi.\n\n## Work <!-- secret -->\n\nNotes.", "Ada: Hi. | Work: Notes.", "private 5"),
        ["a comment without an end"] = new("# Ada\n\nHi.\n\n<!-- secret\n\n## Work\n\nsecret", "Ada: Hi.", "leftOut 5"),
        ["an empty comment"] = new("# Ada\n\n<!--> Hi.", "Ada: Hi.", "private 3"),
        ["a comment in the front matter"] = new(
            "---\nname: Ada\nheadline: Writer <!-- secret -->\n---\n# Me\n\nHi.", "Me: Hi.", "private 3") { Headline = "Writer" },
        ["a comment of YAML"] = new("---\nname: Ada # secret\n---\n# Me\n\nHi.", "Me: Hi."),
        ["a comment before the front matter"] = new(
            "<!-- secret -->\n---\nname: Ada\n---\n# Me\n\nHi.", "Me: Hi.", "private 1") { Name = "Ada" },
        ["a comment in plain text"] = new("Ada Lovelace\n\nHi. <!-- secret -->\n\nI write.", "Hi.: Hi. | I write.: I write.", "private 3"),
        ["a comment in a list"] = new("# Ada\n\n- one\n- <!-- secret -->\n- two", "Ada: - one/- /- two", "private 4"),
        ["a comment between backticks that belong to others"] = new(
            "# Ada\n\nit`s <!-- secret --> and that`s", "Ada: it`s  and that`s", "private 3"),
        ["a comment in a code block"] = new("# Ada\n\n```html\n<!-- shown -->\n```", "Ada: ```html/<!-- shown -->/```"),
        ["a comment as code"] = new("# Ada\n\nWrite `<!-- shown -->`.", "Ada: Write `<!-- shown -->`."),
        ["a comment as a definition"] = new("# Ada\n\nHi.\n\n[//]: # (secret)\n", "Ada: Hi.", "private 5"),
        ["a comment as another definition"] = new("# Ada\n\nHi.\n\n[comment]: <> (secret)\n", "Ada: Hi.", "private 5"),
        ["a comment of Obsidian"] = new("# Ada\n\nHi. %%secret%%\n\n%%\nsecret\n%%", "Ada: Hi.", "private 3, private 5"),
        ["per cent signs"] = new("# Ada\n\n100%% sure, 50%% wrong.", "Ada: 100%% sure, 50%% wrong."),
        ["a comment of CriticMarkup"] = new("# Ada\n\nHi{>>secret<<} {--secret--}all.", "Ada: Hi all.", "private 3"),
        ["a comment of MDX"] = new("# Ada\n\n{/* secret */}\n\nHi.", "Ada: Hi.", "private 3"),
        ["a comment of Jinja"] = new("# Ada\n\n{# secret #}\n\nHi. {#id}", "Ada: Hi. {#id}", "private 3"),
        ["a hidden element"] = new("# Ada\n\n<div hidden>secret <div>secret</div></div>\n\nHi.", "Ada: Hi.", "private 3"),
        ["an element that is not displayed"] = new(
            "# Ada\n\nHi <span style=\"display: none\">secret</span>all.", "Ada: Hi all.", "private 3"),
        ["a script"] = new("# Ada\n\n<script>\nsecret\n\n# secret\n</script>\nHi.", "Ada: Hi.", "private 3"),
        ["a style"] = new("# Ada\n\n<style>secret {}</style>Hi.", "Ada: Hi.", "private 3"),
        ["a private section"] = new(
            "# Ada\n\nHi.\n\n## Salary {private}\n\nsecret\n\n### secret\n\nsecret\n\n## Work\n\nNotes.", "Ada: Hi. | Work: Notes.",
                "private 5"),
        ["a private section with an id"] = new("# Ada\n\nHi.\n\n## Salary {#pay .private}\n\nsecret", "Ada: Hi.", "private 5"),
        ["a private section, underlined"] = new(
            "Ada\n===\n\nHi.\n\nSalary {private}\n------\n\nsecret\n\nWork\n----\n\nNotes.", "Ada: Hi. | Work: Notes.", "private 6"),
        ["a private section in capitals"] = new("# Ada\n\nHi.\n\n## Salary { PRIVATE }\n\nsecret", "Ada: Hi.", "private 5"),
        ["a private paragraph"] = new("# Ada\n\nHi.\n\nsecret {private}\n\nAll.", "Ada: Hi.//All.", "private 5"),
        ["a private item"] = new("# Ada\n\n- one\n- secret {private}\n  - secret\n- two", "Ada: - one//- two", "private 4"),
        ["a private row"] = new(
            "# Ada\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| secret | 3 {private} |", "Ada: | a | b |/|---|---|/| 1 | 2 |", "private 6"),
        ["a line that says private"] = new("# Ada\n\nHi.\n\nPrivate: secret,\nand secret.", "Ada: Hi.", "private 5"),
        ["an item that says private"] = new("# Ada\n\n- one\n- **private**: secret", "Ada: - one", "private 4"),
        ["a private section of plain text"] = new(
            "Ada Lovelace\n\nI write.\n\nSalary {private}\n\nsecret.\n\nsecret too.\n\nHOBBIES\n\nTea.",
                "I write.: I write. | HOBBIES: Tea.",
            "private 5"),
        ["a private section in a list"] = new("# Ada\n\nHi.\n\n- ## Salary {private}\n\n  secret\n- two", "Ada: Hi.//- two", "private 5"),
        ["a private section in a quotation"] = new(
            "# Ada\n\nHi.\n\n> ## Salary {private}\n> secret\n\nAll.", "Ada: Hi.//All.", "private 5"),
        ["an indented private line"] = new("# Ada\n\nHi.\n\n    secret {private}", "Ada: Hi.", "private 5"),
        ["a line within a private section"] = Private("## Diary {private}\n\none\n\nMore secret\n---\nsecret end"),
        ["a tag within a private section"] = Private("## Diary {private}\n\none\n\n#Todo\n\nsecret two"),
        ["private above a line"] = Private("private: secret\n---"),
        ["a list below a private line"] = Private("Private: my children are\n- secret\n- secret"),
        ["a list below a private line and a blank"] = Private("My children {private}:\n\n- secret\n- secret"),
        ["a quotation below a private line"] = Private("private:\n> secret"),
        ["items below a private item, hardly indented"] = Private("1. private: pay\n  - secret"),
        ["an item with a mark in its second paragraph"] = Private("- secret\n\n  more {private}"),
        ["a quotation with a mark"] = Private("> Salary {private}\n>\n> secret"),
        ["a table with a mark in its head"] = Private("| a | b {private} |\n|---|---|\n| 1 | secret |"),
        ["a fenced division"] = Private("::: {.private}\none\n\nsecret\n:::"),
        ["a mark below a heading"] = Private("## Salary\n{private}\n\nsecret"),
        ["a heading that says private: true"] = Private("## Salary\nprivate: true\n\nsecret"),
        ["a mark above a heading"] = Private("{private}\n## Salary\nsecret"),
        ["a check box"] = Private("- [x] private: secret"),
        ["a bullet of Word"] = Private("• private: secret"),
        ["a sign before the word"] = Private("🔒 Private: secret"),
        ["a full-width colon"] = Private("private：secret"),
        ["a private note"] = Private("Private note: secret"),
        ["the word in German"] = Private("privat: secret"),
        ["private in an element"] = Private("<ul><li>private: secret</li></ul>"),
        ["an element that a class hides"] = Private("<div class=\"note hidden\">secret</div>"),
        ["a style without quotes"] = Private("<p style=display:none>secret</p>"),
        ["a comment below a list with an open fence"] = Private("- ```\n  code\n\n<!-- secret -->\n"),
        ["a comment in a comment"] = Private("<!-- a <!-- b --> secret -->"),
        ["a comment of Obsidian within a word"] = Private("foo%%secret%%bar"),
        ["a comment of Jinja without spaces"] = Private("{#secret#}"),
        ["a comment as a definition below a line"] = Private("Hi.\n[//]: # (secret)"),
        ["an address that only a private part uses"] = Private(
            "## Pay {private}\n\n[x][p]\n\n## Tea\n\nGreen.\n\n[p]: https://secret.example"),
        ["a note that only a private part leads to"] = Private("## Pay {private}\n\nx[^p]\n\n## Tea\n\nGreen.\n\n[^p]: secret"),
        ["bold headings of plain text"] = Private("**Salary** {private}\n\nsecret\n\nsecret"),
        ["a heading in capitals, and two paragraphs"] = Private("SALARY {private}\nsecret\n\nsecret"),
        ["a question, a blank line and its answer"] = Private("Q: Salary? {private}\n\nA: secret"),
        ["a file in a code block with words around it"] = Private(
            "Here you go:\n\n```markdown\n# Me\n\nHi.\n\n## Pay {private}\n\nsecret\n```\n\nDone.", ""),
        ["front matter with long dashes"] = Private("———\nname: Sam\nboundaries: [secret]\n———\n\n# Me\n\nHi.", ""),
        ["front matter without fences, with a list"] = Private("name: Sam\nboundaries:\n  - secret\n\n# Me\n\nHi.", ""),
        ["one key without fences"] = Private("style: secret\n# Me\n\nHi.", ""),
        ["front matter in a code block"] = Private("```yaml\nname: Sam\nboundaries: [secret]\n```\n\n# Me\n\nHi.", ""),
        ["a mark in a comment of YAML"] = Private("---\nname: Sam\ncontact: secret # {private}\n---\n\n# Me\n\nHi.", ""),
        ["a value that says private"] = Private("---\nname: Sam\ncontact: 'private: secret'\n---\n\n# Me\n\nHi.", ""),
        ["a name with an emoji and a number"] = Private(
            "---\nprivate: [Salary, Family]\n---\n# Me\n\nHi.\n\n## 💰 Salary:\n\nsecret\n\n## 3. family\n\nsecret", ""),
        ["a name that is an id"] = Private("---\nprivate: [my-salary]\n---\n# Me\n\nHi.\n\n## Money {#my-salary}\n\nsecret", ""),
        ["a name of a heading of plain text"] = Private(
            "---\nprivate: [Salary]\n---\nSam Smith\n\nI write.\n\nSALARY\n\nsecret\n\nHOBBIES\n\nTea.", ""),
        ["a name of nothing"] = new("---\nprivate: [Salery]\n---\n# Me\n\nHi.", "Me: Hi.", "private 2, leftOut 2"),
        ["a short private line of plain text"] = new(
            "Sam Smith\n\nMy phone is secret {private}\n\nI like oak.\n\nI like elm.",
                "I like oak.: I like oak. | I like elm.: I like elm.", "private 3"),
        ["a word that looks like an element"] = new("# Ada\n\nI write <style> tags.\n\nHi.", "Ada: I write <style> tags.//Hi."),
        ["a private paragraph of plain text"] = new("Ada Lovelace\n\nI write.\n\nprivate: secret", "I write.: I write.", "private 5"),
        ["private notes in the front matter"] = new(
            "---\nname: Ada\nprivate:\n  salary: secret\n  notes: [secret]\n---\n# Me\n\nHi.", "Me: Hi.", "private 2"),
        ["a private text in the front matter"] = new("---\nname: Ada\nprivate: secret\n---\n# Me\n\nHi.", "Me: Hi.", "private 2"),
        ["keys that are named as private"] = new(
            "---\nname: Ada\ncontact: secret\nlinks: {Home: https://secret.example}\nprivate: [contact, links]\n---\n# Me\n\nHi.",
            "Me: Hi.", "private 2") { Links = "" },
        ["sections that are named as private"] = new(
            "---\nname: Ada\nprivate:\n  - Salary\n---\n# Me\n\nHi.\n\n## Salary\n\nsecret\n\n## Work\n\nNotes.",
            "Me: Hi. | Work: Notes.", "private 2, private 10"),
        ["a value that is marked as private"] = new(
            "---\nname: Ada\ncontact: secret {private}\nsuggestedQuestions: [One?, 'secret? {private}']\n---\n# Me\n\nHi.",
            "Me: Hi.", "private 2") { Suggested = "One?" },
        ["front matter below blank lines"] = new("\n\n---\nname: Ada\ncontact: x\n---\n# Me\n\nHi.", "Me: Hi.") { Name = "Ada" },
        ["front matter below a title"] = new(
            "# Me\n\n---\nname: Ada\nprivate: [Salary]\n---\n\nHi.\n\n## Salary\n\nsecret", "Me: Hi.", "warning 3, private 4, private 10")
            { Name = "Ada" },
        ["front matter below a text"] = new(
            "Hello.\n---\nname: Ada\n---\n# Me\n\nHi.", "Me: Hello. | Me: Hi.", "warning 2") { Name = "Ada" },
        ["front matter a second time"] = new("---\nname: Ada\n---\n# Me\n\nHi.\n\n---\ncontact: secret\n---\n", "") { Refused = "8 " },
        ["front matter without an end, below a title"] = new("# Me\n\nHi.\n\n---\nname: Ada\ncontact: secret\n", "") { Refused = "5 " },
        ["front matter without fences"] = new(
            "name: Ada\nheadline: Writer\n\n# Me\n\nHi.", "Me: Hi.", "warning 1") { Name = "Ada", Headline = "Writer" },
        ["front matter that ends with dots"] = new("---\nname: Ada\n...\n# Me\n\nHi.", "Me: Hi.") { Name = "Ada" },
        ["front matter with capitals"] = new("---\nName: Ada\nHeadline: Writer\n---\n# Me\n\nHi.", "Me: Hi.") { Name = "Ada" },
        ["front matter in TOML"] = new("+++\nname = 'secret'\n+++\n# Me\n\nHi.", "") { Refused = "1 Front matter in TOML" },
        ["the word private"] = new(
            "# Ada\n\nHi.\n\n## Work\n\nThis is confidential.", "Ada: Hi. | Work: This is confidential.", "warning 7"),
    };

    // Whatever else is read of it: the word is not in it. ReadingTests look for it in all that is read.
    private static ReadingRow Private(string text, string before = "# Me\n\nHi.\n\n") => new(before + text, ReadingRow.Any, ReadingRow.Any);
}
