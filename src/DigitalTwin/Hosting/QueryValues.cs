using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Hosting;

/// <summary>Reads numbers and days of a query.</summary>
internal static class QueryValues
{
    /// <summary>A number of the query, or <see langword="null"/> where it is not given.</summary>
    /// <exception cref="ProblemException">It is no number, or not one of those.</exception>
    public static long? NumberOf(HttpRequest request, string name, long least, long most)
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

    /// <summary>The beginning (UTC) of a day of the query, or <see langword="null"/> where it is not given.</summary>
    /// <exception cref="ProblemException">It is no day.</exception>
    public static DateTimeOffset? DayOf(HttpRequest request, string name)
    {
        var text = request.Query[name].ToString();
        return text.Length == 0 ? null
            : DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                && day.Year is > 1 and < 9999
                ? new DateTimeOffset(day, TimeSpan.Zero)
                : throw new ProblemException(Problems.InvalidParameter, $"'{name}' is a day, as 2026-11-30.");
    }
}
