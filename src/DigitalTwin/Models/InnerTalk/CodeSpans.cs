namespace DigitalTwin.Models.InnerTalk;

/// <summary>Follows a Markdown text, to tell what of it is code: a mark in code is something written about, and stays.</summary>
internal struct CodeSpans
{
    private bool isInFence;
    private bool isInSpan;
    private int lineTicks;
    private bool isInLine;
    private bool lineHasText;

    /// <summary>Whether what comes next stands in code.</summary>
    public readonly bool IsInCode => isInFence || isInSpan;

    /// <summary>Whether what comes next begins a line.</summary>
    public readonly bool IsAtLineStart => !isInLine;

    public void Add(ReadOnlySpan<char> text)
    {
        foreach (var next in text)
        {
            Add(next);
        }
    }

    private void Add(char next)
    {
        isInLine = next != '\n';
        if (next == '\n')
        {
            // A span that is not closed in its line is no span to most readers.
            (isInSpan, lineTicks, lineHasText) = (false, 0, false);
        }
        else if (next == '`')
        {
            lineTicks++;
            if (!lineHasText && lineTicks == 3)
            {
                (isInFence, isInSpan) = (!isInFence, false);
            }
            else if (lineTicks != 2 || lineHasText)
            {
                isInSpan = !isInFence && !isInSpan;
            }
        }
        else if (!char.IsWhiteSpace(next))
        {
            lineHasText = true;
        }
    }
}
