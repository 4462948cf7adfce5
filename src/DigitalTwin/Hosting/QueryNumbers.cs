using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Hosting;

/// <summary>Reads numbers of a query.</summary>
internal static class QueryNumbers
{
    /// <summary>A number of the query, or <see langword="null"/> where it is not given.</summary>
    /// <exception cref="ProblemException">It is no number, or not one of those.</exception>
    public static long? Of(HttpRequest request, string name, long least, long most)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ProblemException(Problems.InvalidParameter, $"'{name}' is a number from {least} to {most}.");
    }
}
