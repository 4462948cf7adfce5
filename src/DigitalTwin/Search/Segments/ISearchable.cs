namespace DigitalTwin.Search.Segments;

/// <summary>A field of something that can be found.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Weight">How often a word in it counts, in halves: 1 for the text itself, more for a title.</param>
internal readonly record struct SearchField(string Text, double Weight);

/// <summary>Something that is found by its words: a passage of a document, an offering.</summary>
internal interface ISearchable
{
    /// <summary>Its id, unique within its segment.</summary>
    string Id { get; }

    /// <summary>What it is found by.</summary>
    IEnumerable<SearchField> Fields { get; }
}
