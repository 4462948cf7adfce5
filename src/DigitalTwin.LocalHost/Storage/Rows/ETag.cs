using System.Globalization;

namespace DigitalTwin.LocalHost.Storage.Rows;

/// <summary>The version of a row: a number in the database, a text to everyone else.</summary>
internal static class ETag
{
    public static string ToText(long number) => number.ToString("x", CultureInfo.InvariantCulture);

    /// <returns>The number, or -1, which no row has, for the ETag of another store.</returns>
    public static long ToNumber(string text)
        => long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
