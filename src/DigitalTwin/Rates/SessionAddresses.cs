using System.Globalization;

namespace DigitalTwin.Rates;

/// <summary>
/// Remembers from which address a session was last heard of, in this process and nowhere else: what a turn does for a session is counted
/// for its address.
/// </summary>
internal sealed class SessionAddresses
{
    private readonly Lock gate = new();
    private readonly BoundedMap<UInt128> addresses = new(WindowCounter.MostKeys);

    /// <summary>Remembers a session's address.</summary>
    public void Remember(string sessionId, UInt128 address)
    {
        lock (gate)
        {
            addresses.Of(KeyOf(sessionId)) = address;
        }
    }

    /// <summary>A session as a client: of itself where its address is not known here.</summary>
    public RateClient ClientOf(string sessionId)
    {
        var key = KeyOf(sessionId);
        lock (gate)
        {
            return new RateClient(key, addresses.Find(key) ?? key);
        }
    }

    /// <summary>A session's id as a number; ids are 32 hex digits.</summary>
    public static UInt128 KeyOf(string sessionId) => UInt128.Parse(sessionId, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
