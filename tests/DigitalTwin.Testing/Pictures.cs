namespace DigitalTwin.Testing;

/// <summary>Pictures as small as they can be.</summary>
public static class Pictures
{
    /// <summary>One point as PNG, in base64.</summary>
    public const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
}
