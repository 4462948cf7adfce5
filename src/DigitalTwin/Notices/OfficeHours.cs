using System.Globalization;
using System.Text.RegularExpressions;

namespace DigitalTwin.Notices;

/// <summary>The hours of a week at which a person answers, on the clock of their time zone.</summary>
internal sealed partial class OfficeHours
{
    // Further ahead no promise is made.
    private const int MostDays = 400;

    private static readonly string[] Days = ["su", "mo", "tu", "we", "th", "fr", "sa"];

    private readonly IReadOnlyList<(DayOfWeek Day, TimeOnly From, TimeOnly To)> spans;

    private OfficeHours(IReadOnlyList<(DayOfWeek Day, TimeOnly From, TimeOnly To)> spans) => this.spans = spans;

    /// <summary>Reads them, as <c>Mo-Fr 09:00-12:00, Mo-Fr 13:00-17:00, Sa 10:00-12:00</c>; an empty text is all week.</summary>
    public static bool TryParse(string text, out OfficeHours hours)
    {
        var spans = new List<(DayOfWeek, TimeOnly, TimeOnly)>();
        hours = new OfficeHours(spans);
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var match = Span().Match(part);
            if (!match.Success
                || !TimeOnly.TryParseExact(
                    match.Groups["from"].Value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
                || !TryEnd(match.Groups["to"].Value, out var to) || to <= from)
            {
                return false;
            }

            var first = Array.IndexOf(Days, match.Groups["first"].Value.ToLowerInvariant());
            var last = match.Groups["last"] is { Success: true } end ? Array.IndexOf(Days, end.Value.ToLowerInvariant()) : first;
            for (var day = first; ; day = (day + 1) % Days.Length)
            {
                spans.Add(((DayOfWeek)day, from, to));
                if (day == last)
                {
                    break;
                }
            }
        }

        return true;
    }

    /// <summary>The time at which so many of these hours have passed.</summary>
    /// <param name="from">From when.</param>
    /// <param name="length">How much time.</param>
    /// <param name="zone">
    /// The person's time zone. Where its clock is put forward or back, the hours that passed count, not those it shows.
    /// </param>
    public DateTimeOffset Add(DateTimeOffset from, TimeSpan length, TimeZoneInfo zone)
    {
        if (spans.Count == 0)
        {
            return from + length;
        }

        var (day, left) = (DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, zone).DateTime), length);
        for (var i = 0; i < MostDays; i++, day = day.AddDays(1))
        {
            foreach (var span in spans.Where(span => span.Day == day.DayOfWeek).OrderBy(span => span.From))
            {
                var (opens, closes) = (At(day, span.From, zone), At(day, span.To, zone));
                var begins = from > opens ? from : opens;
                if (closes <= begins)
                {
                    continue;
                }

                if (closes - begins >= left)
                {
                    return begins + left;
                }

                left -= closes - begins;
            }
        }

        return from.AddDays(MostDays);
    }

    // A time that the clock skips is the first one after it.
    private static DateTimeOffset At(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = time == TimeOnly.MaxValue ? day.AddDays(1).ToDateTime(TimeOnly.MinValue) : day.ToDateTime(time);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private static bool TryEnd(string text, out TimeOnly end)
    {
        if (text == "24:00")
        {
            end = TimeOnly.MaxValue;
            return true;
        }

        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out end);
    }

    [GeneratedRegex(
        @"\A(?<first>mo|tu|we|th|fr|sa|su)(?:-(?<last>mo|tu|we|th|fr|sa|su))?\s+(?<from>\d\d:\d\d)-(?<to>\d\d:\d\d)\z",
        RegexOptions.IgnoreCase)]
    private static partial Regex Span();
}
