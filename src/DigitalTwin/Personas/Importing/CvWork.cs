namespace DigitalTwin.Personas.Importing;

/// <summary>What a person does now, and what they did before.</summary>
internal sealed record CvWork(IReadOnlyList<CvLine> Current, IReadOnlyList<CvLine> Before)
{
    /// <summary>Divides a section before its second entry: CVs begin with the newest.</summary>
    public static CvWork Of(List<CvLine> lines)
    {
        var dated = lines.FindIndex(line => !line.IsItem && CvDates.IsIn(line.Text));
        dated = dated < 0 ? lines.FindIndex(line => CvDates.IsIn(line.Text)) : dated;
        var second = dated < 0 ? -1 : lines.FindIndex(dated + 1, line => CvDates.IsIn(line.Text) && (!line.IsItem || lines[dated].IsItem));
        if (second < 0)
        {
            return new CvWork(lines, []);
        }

        // Its title stands above its dates as far as the first one's does.
        var start = second;
        for (var up = Math.Min(dated, 2); up > 0 && start - 1 > dated && !lines[start - 1].IsItem; up--)
        {
            start--;
        }

        return new CvWork(lines[..start], lines[start..]);
    }
}
