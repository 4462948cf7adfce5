using System.Security.Cryptography;
using System.Text;

namespace DigitalTwin.LocalHost.Storage;

/// <summary>File names for any key, safe on file systems that ignore case.</summary>
internal static class FileNames
{
    /// <summary>
    /// The key itself where it is short and plain, else <c>~</c> and its SHA-256: the file's first line has the key.
    /// </summary>
    public static string Of(string key)
        => key.Length <= 100 && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')
            ? key
            : "~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(key)));
}
