using DigitalTwin.Rates;
using DigitalTwin.Usage.Prices;

namespace DigitalTwin.Usage;

/// <summary>What is reserved for a call.</summary>
internal sealed class Reservation(Ledger ledger, Spender who, RateClient client, DateOnly day, long most) : IAsyncDisposable
{
    private bool isOver;

    public RateClient Client => client;

    public DateOnly Day => day;

    public long Most => most;

    /// <summary>Takes down what the call has cost, once.</summary>
    /// <param name="model">The model that answered.</param>
    /// <param name="used">What it used.</param>
    /// <param name="cost">What that costs, in millionths of the currency.</param>
    public async ValueTask SettleAsync(string model, UsedUnits used, long cost)
    {
        if (isOver)
        {
            return;
        }

        isOver = true;
        var isTurn = who.Add(cost);
        await ledger.SettleAsync(this, cost, new UsageRow(day, model, who.Origin)
        {
            Turns = isTurn ? 1 : 0,
            Calls = 1,
            Used = used,
            Cost = cost,
        });
    }

    /// <summary>Releases what was not settled: the call failed, and cost nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!isOver)
        {
            isOver = true;
            await ledger.SettleAsync(this, 0, null);
        }
    }
}
