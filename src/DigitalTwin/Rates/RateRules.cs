namespace DigitalTwin.Rates;

/// <summary>What is limited.</summary>
internal enum RateKind
{
    /// <summary>A request of a session.</summary>
    Request,

    /// <summary>A message that begins a turn.</summary>
    Turn,

    /// <summary>A new session.</summary>
    Session,

    /// <summary>A spoken message.</summary>
    Speech,

    /// <summary>A picture.</summary>
    Picture,

    /// <summary>A message for the owner.</summary>
    Lead,

    /// <summary>A question that is noted for the owner.</summary>
    Question,

    /// <summary>A wish to talk to the person.</summary>
    HandOver,

    /// <summary>A rating of a reply.</summary>
    Rating,

    /// <summary>A request of a program.</summary>
    Program,
}

/// <summary>Whose doings a rule counts together.</summary>
internal enum RateScope
{
    /// <summary>A session's, or a program's.</summary>
    Session,

    /// <summary>An address's.</summary>
    Address,

    /// <summary>Everybody's.</summary>
    All,
}

/// <summary>One limit.</summary>
/// <param name="Name">Its name in <c>RateLimit-Policy</c>.</param>
/// <param name="Scope">Whose doings are counted together.</param>
/// <param name="Most">How many within the window.</param>
/// <param name="Window">The window.</param>
/// <param name="Says">The rule in words.</param>
internal sealed record RateRule(string Name, RateScope Scope, int Most, TimeSpan Window, string Says)
{
    /// <summary>What all addresses share, where they do: an address's part of it may be less than <see cref="Most"/>.</summary>
    public int? Shared { get; init; }
}

/// <summary>The rules of each kind, narrowest first.</summary>
internal static class RateRules
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static IReadOnlyList<RateRule> Of(RateKind kind, RatesOptions rates) => kind switch
    {
        RateKind.Request =>
            [new("session-requests", RateScope.Session, rates.SessionRequests, Minute, "requests of a session in a minute")],
        RateKind.Turn =>
        [
            new("session-turns", RateScope.Session, rates.SessionTurns, Minute, "messages of a session in a minute"),
            new("address-turns", RateScope.Address, rates.AddressTurns, Minute, "messages from one address in a minute")
            {
                Shared = rates.Turns,
            },
        ],
        RateKind.Session =>
        [
            new("address-sessions", RateScope.Address, rates.AddressSessions, Minute, "new sessions from one address in a minute"),
            new("address-sessions-day", RateScope.Address, rates.AddressSessionsDay, Day, "new sessions from one address in a day"),
        ],
        RateKind.Speech => Hourly("speech", rates.AddressSpeech, rates.Speech, "spoken messages"),
        RateKind.Picture => Hourly("pictures", rates.AddressPictures, rates.Pictures, "pictures"),
        RateKind.Lead => Hourly("leads", rates.AddressLeads, rates.Leads, "messages for the person"),
        RateKind.Question => Hourly("questions", rates.AddressQuestions, rates.Questions, "noted questions"),
        RateKind.HandOver => Hourly("hand-overs", rates.AddressHandOvers, rates.HandOvers, "wishes to talk to the person"),
        RateKind.Rating => Hourly("ratings", rates.AddressRatings, rates.Ratings, "ratings"),
        _ => [new("program-requests", RateScope.Session, rates.ProgramRequests, Minute, "requests of a key in a minute")],
    };

    private static RateRule[] Hourly(string name, int address, int all, string what) =>
    [
        new("address-" + name, RateScope.Address, address, Hour, what + " from one address in an hour"),
        new(name, RateScope.All, all, Hour, what + " in an hour"),
    ];
}
