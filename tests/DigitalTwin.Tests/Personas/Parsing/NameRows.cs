namespace DigitalTwin.Tests.Personas.Parsing;

/// <summary>Names, headlines and suggestions.</summary>
internal static class NameRows
{
    private const string Nobody = "the owner of this site";

    public static Dictionary<string, ReadingRow> All { get; } = new()
    {
        ["a greeting as the title"] = Titled("Hi there 👋", Nobody),
        ["about me as the title"] = Titled("About me", Nobody),
        ["a CV as the title"] = Titled("Curriculum Vitae", Nobody),
        ["about me in German"] = Titled("Über mich", Nobody),
        ["a greeting with a name"] = Titled("Hi, I'm Ada Lovelace 👋", "Ada Lovelace"),
        ["about somebody"] = Titled("About Ada Lovelace", "Ada Lovelace"),
        ["a name and a headline"] = Titled("Ada Lovelace – Mathematician", "Ada Lovelace") with { Headline = "Mathematician" },
        ["somebody's portfolio"] = Titled("Ada Lovelace's portfolio", "Ada Lovelace"),
        ["a greeting of the world"] = Titled("Hello World", Nobody),
        ["a job"] = Titled("Senior Product Manager", Nobody),
        ["getting started"] = Titled("Getting Started", Nobody),
        ["I'm Sam"] = Titled("I'm Sam", "Sam"),
        ["a name with pronouns"] = Titled("Sam Rivera (she/her)", "Sam Rivera"),
        ["an emoji before a name"] = Titled("👋 Sam Rivera", "Sam Rivera"),
        ["a name and a company"] = Titled("Sam Rivera @ Acme", "Sam Rivera"),
        ["meet somebody"] = Titled("Meet Sam Rivera", "Sam Rivera"),
        ["a sentence as the title"] = Titled("I write programs for engines", Nobody),
        ["a name with small parts"] = Titled("Ludwig van Beethoven", "Ludwig van Beethoven"),
        ["a name with an apostrophe and a dot"] = Titled("Sinéad M. O'Connor", "Sinéad M. O'Connor"),
        ["a name in Chinese"] = Titled("王小明", "王小明"),
        ["about me in Chinese"] = Titled("关于我", Nobody),
        ["a name in Arabic"] = Titled("آدا لوفليس", "آدا لوفليس"),
        ["a name in the text"] = new(
            "# About me\n\nMy name is Ada Lovelace, and I write.", "About me: My name is Ada Lovelace, and I write.")
            { Name = "Ada Lovelace" },
        ["a name in a German text"] = new("# Hallo\n\nIch heiße Ada Lovelace.", "Hallo: Ich heiße Ada Lovelace.") { Name = "Ada Lovelace" },
        ["no name in the text"] = new("# About me\n\nI am a writer. I'm German.", "About me: I am a writer. I'm German.") { Name = Nobody },
        ["the front matter's name before all"] = new(
            "---\nname: A. Byron\n---\n# Ada Lovelace\n\nHi.", "Ada Lovelace: Hi.") { Name = "A. Byron" },
        ["a title that is no name, with nothing below"] = new(
            "# Welcome\n\n# Work\n\nNotes.", "Work: Notes.", "leftOut 1") { Name = Nobody },
        ["a name above a headline in plain text"] = new(
            "Bob Builder\nCarpenter in Leeds\n\nI build houses.", "I build houses.: I build houses.") { Name = "Bob Builder",
                Headline = "Carpenter in Leeds" },
        ["a name above an address in plain text"] = new(
            "Bob Builder\nbob@b.example\n\nI build houses.",
                "bob@b.example: bob@b.example | I build houses.: I build houses.") { Name = "Bob Builder", Headline = "" },
        ["no name in plain text"] = new("I build\n\nHouses.", "I build: I build | Houses.: Houses.") { Name = Nobody },
        ["headings in capitals in plain text"] = new(
            "Bob Builder\n\nWORK EXPERIENCE\n\nHouses.\n\nBridges.\n\nHOBBIES\nTea.", "WORK EXPERIENCE: Houses.//Bridges. | HOBBIES: Tea."),
        ["headings in bold"] = new("**Work**\n\nHouses.\n\n**Hobbies:**\nTea.", "Work: Houses. | Hobbies: Tea."),
        ["suggestions for plain text"] = new(
            "Bob Builder\n\nMy hobbies are tea and chess.\n\nI studied at Leeds.",
            "My hobbies are tea and chess.: My hobbies are tea and chess. | I studied at Leeds.: I studied at Leeds.")
            { Suggested = "What did you study?, Where did you study?, What are your hobbies?" },
    };

    private static ReadingRow Titled(string title, string name) => new($"# {title}\n\nHi.", $"{title}: Hi.") { Name = name };
}
