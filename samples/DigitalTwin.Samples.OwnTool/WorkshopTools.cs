using System.ComponentModel;
using System.Globalization;
using DigitalTwin.Hosting;
using DigitalTwin.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Samples.OwnTool;

/// <summary>The tools of a furniture maker's twin.</summary>
public static class WorkshopTools
{
    /// <summary>Adds them, on whichever host the twin runs.</summary>
    /// <param name="twin">The twin.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder AddWorkshop<TBuilder>(this TBuilder twin)
        where TBuilder : ITwinBuilder
    {
        ArgumentNullException.ThrowIfNull(twin);
        twin.Services.AddSingleton<VisitBook>();
        return twin.AddTool(OpeningHours())
            .AddTool(services => BookVisit(services.GetRequiredService<VisitBook>()));
    }

    // It only looks, and what it says is the owner's own words.
    private static TwinTool OpeningHours() => new()
    {
        Function = AIFunctionFactory.Create(Hours, "opening_hours"),
        Audience = ToolAudience.Visitor,
        Effect = ToolEffect.Read,
        Idempotent = true,
        TrustedOutput = true,
    };

    // It promises something in the owner's name: the owner agrees first, each time. The turn waits until then.
    private static TwinTool BookVisit(VisitBook visits) => new()
    {
        Function = AIFunctionFactory.Create(visits.Book, "book_visit"),
        Audience = ToolAudience.Visitor,
        Effect = ToolEffect.Write,
        Approval = ToolApproval.Always,
        Idempotent = true,
    };

    [Description("Says when the workshop is open on a day of the week.")]
    private static string Hours([Description("The day.")] DayOfWeek day) => day switch
    {
        DayOfWeek.Sunday => "The workshop is closed on Sundays.",
        DayOfWeek.Saturday => "On Saturdays the workshop is open from 10:00 to 13:00.",
        _ => "On weekdays the workshop is open from 9:00 to 18:00.",
    };
}

/// <summary>Who comes when. A real one would be kept in a database.</summary>
public sealed class VisitBook
{
    private readonly Dictionary<string, string> visits = [];
    private readonly Lock key = new();

    /// <summary>How many visits are booked.</summary>
    public int Count
    {
        get
        {
            lock (key)
            {
                return visits.Count;
            }
        }
    }

    /// <summary>Books a visit, once for each call, however often that call is run.</summary>
    /// <param name="name">The visitor's name.</param>
    /// <param name="day">The day.</param>
    /// <param name="arguments">Brings what is known of the turn; the model does not see it.</param>
    /// <returns>Words for the model.</returns>
    /// <exception cref="ToolException">The day is not one; the model may mend that.</exception>
    [Description("Books a visit to the workshop for the visitor.")]
    public string Book(
        [Description("The visitor's name, as they gave it.")] string name,
        [Description("The day as year-month-day, such as 2030-05-17.")] string day,
        AIFunctionArguments arguments)
    {
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            throw new ToolException($"'{day}' is no day. Write it as year-month-day.");
        }

        lock (key)
        {
            visits[ToolContext.Of(arguments).Key] = $"{date:yyyy-MM-dd} {name}";
        }

        return $"A visit is booked for {name} on {date:yyyy-MM-dd}.";
    }
}
