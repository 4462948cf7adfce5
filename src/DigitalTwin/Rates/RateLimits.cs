using System.Globalization;
using DigitalTwin.Hosting;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Rates;

/// <summary>Who does something.</summary>
/// <param name="Session">The session, or the program's key; zero where there is none yet.</param>
/// <param name="Address">The client's address.</param>
internal readonly record struct RateClient(UInt128 Session, UInt128 Address);

/// <summary>Limits how often things are done.</summary>
internal sealed class RateLimits
{
    // An address may always send this much, however many others do.
    private const int LeastShare = 3;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly WindowCounter quotas;
    private readonly bool isEnabled;
    private readonly SharedRates shared;
    private readonly Dictionary<RateKind, (RateRule Rule, WindowCounter Counter)[]> limits;

    public RateLimits(IOptions<RatesOptions> options, SharedRates shared, TimeProvider time)
    {
        isEnabled = options.Value.Enabled;
        this.shared = shared;
        quotas = new WindowCounter(Day, time);
        limits = Enum.GetValues<RateKind>().ToDictionary(
            kind => kind,
            kind => RateRules.Of(kind, options.Value).Select(rule => (rule, new WindowCounter(rule.Window, time))).ToArray());
    }

    /// <summary>Counts one of a kind.</summary>
    /// <param name="kind">What is done.</param>
    /// <param name="client">Who does it.</param>
    /// <param name="cancellationToken">Ends the waiting for other instances.</param>
    /// <exception cref="ProblemException">It is one too many.</exception>
    public async ValueTask TakeAsync(RateKind kind, RateClient client, CancellationToken cancellationToken)
    {
        if (!isEnabled)
        {
            return;
        }

        foreach (var (rule, counter) in limits[kind])
        {
            if (rule.Scope == RateScope.Session && client.Session == UInt128.Zero)
            {
                continue;
            }

            var most = rule.Shared is { } all
                ? Math.Clamp(all / Math.Max(1, counter.ActiveKeys), Math.Min(LeastShare, rule.Most), rule.Most)
                : rule.Most;
            var key = KeyOf(rule.Scope, client);
            var answer = shared.IsOn
                ? await TakeShareAsync(rule, counter, key, most, cancellationToken)
                : counter.Take(key, most);
            Check(answer, rule, most);
        }
    }

    /// <summary>Counts a request of a program whose key has a quota of its own, which outlives a restart but for a quarter.</summary>
    /// <param name="key">The key's id as a number.</param>
    /// <param name="most">The quota.</param>
    /// <param name="cancellationToken">Ends the waiting for the store.</param>
    /// <exception cref="ProblemException">It is one too many.</exception>
    public async ValueTask TakeQuotaAsync(UInt128 key, int most, CancellationToken cancellationToken)
    {
        var rule = new RateRule("program-quota", RateScope.Session, most, Day, "requests of this key in a day");
        Check(await TakeShareAsync(rule, quotas, key, most, cancellationToken), rule, most);
    }

    private static void Check(RateAnswer answer, RateRule rule, int most)
    {
        if (!answer.IsAdmitted)
        {
            var says = string.Create(CultureInfo.InvariantCulture, $"At most {most} {rule.Says}.");
            throw new ProblemException(Problems.RateLimited, says)
            {
                RetryAfter = answer.RetryAfter,
                Policy = new RatePolicy(rule.Name, most, rule.Window),
            };
        }
    }

    private async ValueTask<RateAnswer> TakeShareAsync(
        RateRule rule, WindowCounter counter, UInt128 key, int most, CancellationToken cancellationToken)
    {

        var share = shared.ShareOf(rule, key, most);
        var answer = counter.Take(key, Math.Min(share, most));
        if (answer.IsAdmitted || share >= most)
        {
            return answer;
        }

        var more = await shared.LeaseAsync(rule, key, most, cancellationToken);
        return more > share ? counter.Take(key, Math.Min(more, most)) : answer;
    }

    private static UInt128 KeyOf(RateScope scope, RateClient client) => scope switch
    {
        RateScope.Session => client.Session,
        RateScope.Address => client.Address,
        _ => UInt128.Zero,
    };
}
