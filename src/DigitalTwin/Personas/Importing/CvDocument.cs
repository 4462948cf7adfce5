namespace DigitalTwin.Personas.Importing;

/// <summary>What a section of a CV is about.</summary>
internal enum CvKind
{
    Other,
    Summary,
    Contact,
    Work,
    Education,
    Certificates,
    Languages,
    Tools,
    Skills,
    Projects,
    Publications,
    Awards,
    Hobbies,
    Volunteering,
    References,
    Links,
}

/// <summary>A line of a CV.</summary>
/// <param name="Text">Its text, without marks of lists.</param>
internal sealed record CvLine(string Text)
{
    /// <summary>Whether it is an item of a list.</summary>
    public bool IsItem { get; init; }

    /// <summary>The level of a heading, where its format says that it is one; else 0.</summary>
    public int Level { get; init; }

    /// <summary>Whether the next line's first word would not have fitted into it: it may go on there.</summary>
    public bool IsFull { get; init; }

    /// <summary>Whether a text is written in capitals.</summary>
    public static bool IsInCapitals(string text) => text.Any(char.IsLetter) && !text.Any(char.IsLower);

    /// <summary>Whether it stands out: in bold, in capitals, with a line below it.</summary>
    public bool StandsOut { get; init; }
}

/// <summary>A section of a CV.</summary>
internal sealed record CvSection(CvKind Kind, string Title, List<CvLine> Lines)
{
    /// <summary>Whether the CV says that nobody is to see it.</summary>
    public bool IsPrivate { get; init; }
}

/// <summary>A CV, whatever file it was in.</summary>
internal sealed record CvDocument
{
    public string Name { get; init; } = "";

    public string Headline { get; init; } = "";

    /// <summary>Where the person lives, one line each.</summary>
    public IReadOnlyList<string> Place { get; init; } = [];

    /// <summary>Addresses of mail and numbers of telephones.</summary>
    public IReadOnlyList<string> Contact { get; init; } = [];

    /// <summary>Addresses on the web, with what they are.</summary>
    public IReadOnlyList<PersonaLink> Links { get; init; } = [];

    public IReadOnlyList<CvSection> Sections { get; init; } = [];

    /// <summary>All lines of a kind, in their order.</summary>
    public List<CvLine> Of(CvKind kind) => [.. Sections.Where(section => section.Kind == kind).SelectMany(section => section.Lines)];
}
