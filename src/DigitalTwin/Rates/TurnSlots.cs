using System.Threading.RateLimiting;
using DigitalTwin.Hosting;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Rates;

/// <summary>Limits how many turns are at work at once in this process: of an address, and in all, with a short queue.</summary>
internal sealed class TurnSlots : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Dictionary<UInt128, int> byAddress = [];
    private readonly RatesOptions options;
    private readonly TimeProvider time;
    private readonly ConcurrencyLimiter all;

    public TurnSlots(IOptions<RatesOptions> options, TimeProvider time)
    {
        (this.options, this.time) = (options.Value, time);
        all = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = this.options.TurnsAtWork,
            QueueLimit = this.options.TurnsWaiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    /// <summary>Takes a place.</summary>
    /// <param name="address">The client's address.</param>
    /// <param name="cancellationToken">Ends the waiting in the queue.</param>
    /// <exception cref="ProblemException">There is no place, nor will there be one soon.</exception>
    public async ValueTask<TurnSlot> EnterAsync(UInt128 address, CancellationToken cancellationToken)
    {
        if (!options.Enabled)
        {
            return new TurnSlot(null);
        }

        EnterAddress(address);
        RateLimitLease? lease = null;
        try
        {
            lease = all.AttemptAcquire();
            if (!lease.IsAcquired)
            {
                lease.Dispose();
                lease = await WaitAsync(cancellationToken);
            }

            var taken = lease;
            return new TurnSlot(() =>
            {
                taken.Dispose();
                LeaveAddress(address);
            });
        }
        catch
        {
            lease?.Dispose();
            LeaveAddress(address);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => all.Dispose();

    private async Task<RateLimitLease> WaitAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var lease = await all.AcquireAsync(1, either.Token);
            if (lease.IsAcquired)
            {
                return lease;
            }

            lease.Dispose();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It waited long enough.
        }

        throw new ProblemException(Problems.TooBusy) { RetryAfter = Retry };
    }

    private void EnterAddress(UInt128 address)
    {
        lock (gate)
        {
            var count = byAddress.GetValueOrDefault(address);
            byAddress[address] = count < options.AddressTurnsAtWork
                ? count + 1
                : throw new ProblemException(Problems.RateLimited, $"At most {options.AddressTurnsAtWork} turns of one address at once.")
                {
                    RetryAfter = Retry,
                };
        }
    }

    private void LeaveAddress(UInt128 address)
    {
        lock (gate)
        {
            if (--byAddress[address] == 0)
            {
                byAddress.Remove(address);
            }
        }
    }
}

/// <summary>A place of a turn at work. It is free again when it is disposed of, or when the work that it is kept for has ended.</summary>
internal sealed class TurnSlot(Action? leave) : IDisposable
{
    private Action? leave = leave;

    /// <summary>Keeps the place until a turn's work has ended.</summary>
    public void KeepFor(Task work)
    {
        if (Interlocked.Exchange(ref leave, null) is { } later)
        {
            _ = work.ContinueWith(
                _ => later(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref leave, null)?.Invoke();
}
