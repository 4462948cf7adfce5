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
}
