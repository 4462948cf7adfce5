using DigitalTwin.Rates;
using DigitalTwin.Storage;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Usage;

/// <summary>
/// Says before each call of a model whether it may cost what it might, and afterwards takes down what it has cost. Money is leased from
/// the store in slices, so that a call costs no round trip of its own; a slice that a crash leaves counts as spent, so that no cap is ever
/// exceeded.
/// </summary>
internal sealed partial class Ledger(
    LedgerStore store,
    UsageRecorder recorder,
    LimitsBook limits,
    SessionAddresses addresses,
    TimeProvider time,
    ILogger<Ledger> logger) : IAsyncDisposable
{
    /// <summary>Millionths of the currency in one.</summary>
    public const decimal Unit = 1_000_000;

    private const int SlicesOfCap = 64;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim leasing = new(1, 1);
    private readonly PersonalSpending personal = new();
    private (DateOnly Day, long Left) slice;
    private (DateOnly Day, BudgetLimit Limit)? reached;

    /// <summary>The cap that keeps models from being called now, or <see langword="null"/>.</summary>
    public BudgetLimit? Reached
    {
        get
        {
            lock (gate)
            {
                return reached is { } known && known.Day == Today() ? known.Limit : null;
            }
        }
    }

    /// <summary>Reserves what a call may cost at most.</summary>
    /// <param name="who">For whom it is called.</param>
    /// <param name="most">Millionths of the currency.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The reservation, to be settled; disposing of it unsettled releases it.</returns>
    /// <exception cref="BudgetSpentException">A limit is reached.</exception>
    public async ValueTask<Reservation> ReserveAsync(Spender who, long most, CancellationToken cancellationToken)
    {
        var now = await limits.CurrentAsync(cancellationToken);
        if (now.Stopped)
        {
            throw new BudgetSpentException(BudgetLimit.Stopped);
        }

        if (most == 0)
        {
            return new Reservation(this, who, default, Today(), most);
        }

        var (today, client) = (Today(), who.SessionId.Length > 0 ? addresses.ClientOf(who.SessionId) : default);
        personal.Reserve(client, today, who.SpentBefore + who.Spent, most, now);
        try
        {
            if (!TryTake(today, most))
            {
                await LeaseAsync(today, most, now, cancellationToken);
            }
        }
        catch
        {
            personal.Settle(client, today, most, 0);
            throw;
        }

        return new Reservation(this, who, client, today, most);
    }

    /// <summary>Writes down what was used, and gives back what was not.</summary>
    public async ValueTask DisposeAsync()
    {
        (DateOnly Day, long Left) rest;
        lock (gate)
        {
            rest = slice;
            slice = default;
        }

        try
        {
            await recorder.FlushAsync(CancellationToken.None);
            if (rest.Left > 0)
            {
                await store.ReturnAsync(rest.Day, rest.Left, CancellationToken.None);
            }
        }
        catch (Exception error) when (error is IOException or RowConflictException or ObjectDisposedException)
        {
            LogNotWritten(logger, error.Message);
        }

        leasing.Dispose();
    }

    private DateOnly Today() => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private bool TryTake(DateOnly today, long most)
    {
        lock (gate)
        {
            if (slice.Day != today || slice.Left < most)
            {
                return false;
            }

            slice.Left -= most;
            return true;
        }
    }

    private async Task LeaseAsync(DateOnly today, long most, OwnerLimits now, CancellationToken cancellationToken)
    {
        await leasing.WaitAsync(cancellationToken);
        try
        {
            if (TryTake(today, most))
            {
                return;
            }

            var (need, old) = Turn(today, most);
            if (old.Left > 0)
            {
                await store.ReturnAsync(old.Day, old.Left, cancellationToken);
            }

            var (month, day) = ((long)(now.Month!.Value * Unit), (long)(now.Day!.Value * Unit));
            var wanted = Math.Max(need, Math.Min(month, day) / SlicesOfCap);
            var (got, limit) = await store.LeaseAsync(today, wanted, need, month, day, cancellationToken);
            if (got == 0 && need > 0)
            {
                Tell(today, limit);
                throw new BudgetSpentException(limit);
            }

            lock (gate)
            {
                reached = null;
                slice.Left += got - most;
            }
        }
        finally
        {
            leasing.Release();
        }
    }

    // What is left of another day is given back: each day has its own cap.
    private (long Need, (DateOnly Day, long Left) Old) Turn(DateOnly today, long most)
    {
        lock (gate)
        {
            var old = slice;
            if (slice.Day == today)
            {
                return (Math.Max(0, most - slice.Left), default);
            }

            slice = (today, 0);
            return (most, old);
        }
    }

    private void Tell(DateOnly today, BudgetLimit limit)
    {
        lock (gate)
        {
            if (reached == (today, limit))
            {
                return;
            }

            reached = (today, limit);
        }

        LogReached(logger, limit);
    }

    internal async Task SettleAsync(Reservation reservation, long cost, UsageRow? used)
    {
        personal.Settle(reservation.Client, reservation.Day, reservation.Most, cost);
        long elsewhere;
        lock (gate)
        {
            var rest = reservation.Most - cost;
            elsewhere = slice.Day == reservation.Day ? Math.Min(0, slice.Left + rest) : rest;
            slice.Left += slice.Day == reservation.Day ? rest - elsewhere : 0;
        }

        if (used is not null)
        {
            recorder.Add(used);
        }

        if (elsewhere != 0)
        {
            try
            {
                // Of another day, or more than was leased: the model ignored its limit.
                await store.ReturnAsync(reservation.Day, elsewhere, CancellationToken.None);
            }
            catch (IOException error)
            {
                LogNotWritten(logger, error.Message);
            }
        }
    }

    [LoggerMessage(EventId = 3101, Level = LogLevel.Warning,
        Message = "A limit in money is reached ({Limit}): until there is money again, the twin answers without a model")]
    private static partial void LogReached(ILogger logger, BudgetLimit limit);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Warning, Message = "Money could not be given back: {Reason}; it counts as spent")]
    private static partial void LogNotWritten(ILogger logger, string reason);
}
