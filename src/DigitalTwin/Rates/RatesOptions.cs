using System.ComponentModel.DataAnnotations;

namespace DigitalTwin.Rates;

/// <summary>
/// Settings under <c>Rates</c>: how much is taken from a session, from a client's address (an IPv4 address, or the first 64 bits of an
/// IPv6 one) and from all together. Each number is 1 to 1,000,000.
/// </summary>
public sealed class RatesOptions
{
    private const int Highest = 1_000_000;

    /// <summary>Whether anything is limited; only for measurements without.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Most requests of a session in a minute.</summary>
    [Range(1, Highest)]
    public int SessionRequests { get; set; } = 100;

    /// <summary>Most messages of a session in a minute.</summary>
    [Range(1, Highest)]
    public int SessionTurns { get; set; } = 10;

    /// <summary>Most new sessions of an address in a minute.</summary>
    [Range(1, Highest)]
    public int AddressSessions { get; set; } = 30;

    /// <summary>Most new sessions of an address in a day.</summary>
    [Range(1, Highest)]
    public int AddressSessionsDay { get; set; } = 200;

    /// <summary>Most messages of an address in a minute.</summary>
    [Range(1, Highest)]
    public int AddressTurns { get; set; } = 60;

    /// <summary>
    /// Messages in a minute that addresses share: where many send at once, each may send its share, three at least, however many it
    /// might send alone.
    /// </summary>
    [Range(1, Highest)]
    public int Turns { get; set; } = 600;

    /// <summary>Most turns of an address at work at once.</summary>
    [Range(1, Highest)]
    public int AddressTurnsAtWork { get; set; } = 8;

    /// <summary>Most turns at work at once, in this process.</summary>
    [Range(1, Highest)]
    public int TurnsAtWork { get; set; } = 64;

    /// <summary>Most messages that wait until a turn has ended, in this process; each waits for 10 seconds at most.</summary>
    [Range(0, Highest)]
    public int TurnsWaiting { get; set; } = 32;

    /// <summary>Most spoken messages of an address in an hour.</summary>
    [Range(1, Highest)]
    public int AddressSpeech { get; set; } = 60;

    /// <summary>Most spoken messages in an hour.</summary>
    [Range(1, Highest)]
    public int Speech { get; set; } = 600;

    /// <summary>Most pictures of an address in an hour.</summary>
    [Range(1, Highest)]
    public int AddressPictures { get; set; } = 60;

    /// <summary>Most pictures in an hour.</summary>
    [Range(1, Highest)]
    public int Pictures { get; set; } = 600;

    /// <summary>Most messages for the owner that an address leaves in an hour.</summary>
    [Range(1, Highest)]
    public int AddressLeads { get; set; } = 10;

    /// <summary>Most messages for the owner in an hour.</summary>
    [Range(1, Highest)]
    public int Leads { get; set; } = 300;

    /// <summary>Most questions of an address that are noted for the owner in an hour.</summary>
    [Range(1, Highest)]
    public int AddressQuestions { get; set; } = 60;

    /// <summary>Most questions that are noted for the owner in an hour.</summary>
    [Range(1, Highest)]
    public int Questions { get; set; } = 1_000;

    /// <summary>Most times in an hour that an address asks for the person.</summary>
    [Range(1, Highest)]
    public int AddressHandOvers { get; set; } = 10;

    /// <summary>Most times in an hour that the person is asked for.</summary>
    [Range(1, Highest)]
    public int HandOvers { get; set; } = 100;

    /// <summary>Most ratings of an address in an hour.</summary>
    [Range(1, Highest)]
    public int AddressRatings { get; set; } = 120;

    /// <summary>Most ratings in an hour.</summary>
    [Range(1, Highest)]
    public int Ratings { get; set; } = 2_000;

    /// <summary>Most requests of a program's key in a minute.</summary>
    [Range(1, Highest)]
    public int ProgramRequests { get; set; } = 600;

    /// <summary>
    /// Milliseconds that a refusal for a rate is held back, so that a client that goes on at once is not refused thousands of times a
    /// second: 0 to 5,000. At most 256 are held at once.
    /// </summary>
    [Range(0, 5_000)]
    public int RefusalPause { get; set; } = 250;
}
