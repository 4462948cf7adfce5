namespace DigitalTwin.Personas;

/// <summary>The persona that comes with the product, for a first conversation without any setup: Ada Lovelace.</summary>
public static class SamplePersona
{
    /// <summary>The Markdown file as bytes.</summary>
    public static byte[] ReadBytes()
    {
        using var stream = typeof(SamplePersona).Assembly.GetManifestResourceStream("ada-lovelace.md")
            ?? throw new InvalidOperationException("The sample persona is not part of this build.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
