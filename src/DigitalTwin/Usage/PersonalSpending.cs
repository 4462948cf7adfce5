using DigitalTwin.Rates;

namespace DigitalTwin.Usage;

/// <summary>
/// What is being spent for sessions, and was spent for addresses today, in this process. A session's cap is exceeded by one call at most,
/// and so is an address's.
/// </summary>
internal sealed class PersonalSpending
{
    private readonly Lock gate = new();
    private readonly Dictionary<UInt128, long> reservedBySession = [];
    private readonly BoundedMap<AddressDay> byAddress = new(WindowCounter.MostKeys);

    /// <summary>Reserves what a call may cost.</summary>
    /// <exception cref="BudgetSpentException">The session or the address has spent what it may.</exception>
    public void Reserve(RateClient client, DateOnly day, long spentBySession, long most, OwnerLimits limits)
    {
        if (client == default)
        {
            return;
        }

        lock (gate)
        {
            var reserved = reservedBySession.GetValueOrDefault(client.Session);
            if (spentBySession + reserved >= limits.Session * Ledger.Unit)
            {
                throw new BudgetSpentException(BudgetLimit.Session);
            }

            ref var address = ref byAddress.Of(client.Address);
            address = address.Day == day ? address : new AddressDay { Day = day };
            if (address.Spent >= limits.AddressDay * Ledger.Unit)
            {
                throw new BudgetSpentException(BudgetLimit.Address);
            }

            address.Spent += most;
            reservedBySession[client.Session] = reserved + most;
        }
    }

    /// <summary>Puts what a call has cost in the place of what was reserved for it.</summary>
    public void Settle(RateClient client, DateOnly day, long most, long cost)
    {
        if (client == default)
        {
            return;
        }

        lock (gate)
        {
            ref var address = ref byAddress.Of(client.Address);
            if (address.Day == day)
            {
                address.Spent += cost - most;
            }

            var left = reservedBySession.GetValueOrDefault(client.Session) - most;
            if (left <= 0)
            {
                reservedBySession.Remove(client.Session);
            }
            else
            {
                reservedBySession[client.Session] = left;
            }
        }
    }

    private struct AddressDay
    {
        public DateOnly Day;
        public long Spent;
    }
}
