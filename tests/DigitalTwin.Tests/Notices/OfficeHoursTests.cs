using System.Globalization;
using DigitalTwin.Notices;

namespace DigitalTwin.Tests.Notices;

public sealed class OfficeHoursTests
{
    // 2026-11-30 is a Monday. Clocks in Lisbon go back on 2026-10-25 and forward on 2026-03-29.
    [Theory]
    [InlineData("", "Europe/Lisbon", "2026-11-30T20:00Z", 4, "2026-12-01T00:00Z")]
    [InlineData("Mo-Fr 09:00-17:00", "Europe/Lisbon", "2026-11-30T10:00Z", 4, "2026-11-30T14:00Z")]
    [InlineData("Mo-Fr 09:00-17:00", "Europe/Lisbon", "2026-11-30T15:00Z", 4, "2026-12-01T11:00Z")]
    [InlineData("Mo-Fr 09:00-17:00", "Europe/Lisbon", "2026-12-04T16:00Z", 4, "2026-12-07T12:00Z")]
    [InlineData("Mo-Fr 09:00-12:00, Mo-Fr 13:00-17:00", "Europe/Lisbon", "2026-11-30T11:00Z", 2, "2026-11-30T14:00Z")]
    [InlineData("sa-mo 10:00-12:00", "Europe/Lisbon", "2026-11-30T20:00Z", 3, "2026-12-06T11:00Z")]
    [InlineData("Mo-Fr 09:00-17:00", "America/New_York", "2026-11-30T10:00Z", 1, "2026-11-30T15:00Z")]
    [InlineData("Mo-Su 00:00-24:00", "Europe/Lisbon", "2026-10-24T12:00Z", 24, "2026-10-25T12:00Z")]
    [InlineData("Mo-Su 00:30-02:00", "Europe/Lisbon", "2026-03-28T12:00Z", 0.25, "2026-03-29T00:45Z")]
    [InlineData("Mo-Su 01:15-01:45", "Europe/Lisbon", "2026-03-29T00:00Z", 0.5, "2026-03-30T00:45Z")]
    [InlineData("Fr 09:00-10:00", "Europe/Lisbon", "2026-11-30T10:00Z", 2, "2026-12-11T10:00Z")]
    public void A_promise_counts_the_hours_at_which_somebody_is_there(string hours, string zone, string from, double length, string by)
    {
        OfficeHours.TryParse(hours, out var parsed).ShouldBeTrue();
        var found = parsed.Add(Time(from), TimeSpan.FromHours(length), TimeZoneInfo.FindSystemTimeZoneById(zone));
        found.ShouldBe(Time(by));
    }

    [Theory]
    [InlineData("Mo-Fr")]
    [InlineData("Mo-Fr 9-17")]
    [InlineData("Mo-Fr 17:00-09:00")]
    [InlineData("Mo 25:00-26:00")]
    [InlineData("Xy 09:00-10:00")]
    [InlineData("Mo 09:00-09:00")]
    public void What_is_no_time_is_refused(string hours) => OfficeHours.TryParse(hours, out _).ShouldBeFalse();

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
