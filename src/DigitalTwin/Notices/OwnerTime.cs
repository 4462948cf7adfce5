using System.Globalization;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Notices;

/// <summary>The owner's clock: their zone, their hours, and what they promise to who asks for them.</summary>
internal sealed class OwnerTime(IOptions<NoticesOptions> options, TimeProvider time)
{
    private TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(options.Value.Zone);

    /// <summary>By when the owner replies to who asks for them at a time; <see langword="null"/> where nothing is promised.</summary>
    public DateTimeOffset? ReplyBy(DateTimeOffset asked)
        => options.Value.ReplyHours > 0 && OfficeHours.TryParse(options.Value.OfficeHours, out var hours)
            ? hours.Add(asked, TimeSpan.FromHours(options.Value.ReplyHours), Zone)
            : null;

    /// <summary>A time in words, on the owner's clock.</summary>
    public string Words(DateTimeOffset at)
        => $"{TimeZoneInfo.ConvertTime(at, Zone).ToString("dddd, yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} ({options.Value.Zone})";

    /// <summary>
    /// The day whose digest is due, on the owner's clock; <see langword="null"/> before its time, and where there is none.
    /// </summary>
    public DateOnly? DigestDay()
    {
        var now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), Zone);
        return TimeOnly.TryParseExact(options.Value.DigestAt, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            && TimeOnly.FromDateTime(now.DateTime) >= at
                ? DateOnly.FromDateTime(now.DateTime)
                : null;
    }
}
