using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DigitalTwin.Inbox;
using DigitalTwin.Models;
using DigitalTwin.Notices;
using DigitalTwin.Notices.Deliveries;
using DigitalTwin.Personas;
using DigitalTwin.Presence;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflows;
using DigitalTwin.Usage;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Watches;

/// <summary>
/// Looks at what the owner has to know of, and sends what is due. Hosts run it again and again: what it finds twice is one notice, and what
/// it finds on several instances, too.
/// </summary>
internal sealed partial class OwnerWatch(
    NoticeOutbox outbox,
    NoticeLog log,
    Deliverer deliverer,
    OwnerInbox inbox,
    OwnerPresence presence,
    JournalStore journals,
    PersonaProvider personas,
    ModelHealth model,
    LedgerStore ledger,
    LimitsBook limits,
    DailyDigest digest,
    TimeProvider time,
    ILogger<OwnerWatch> logger)
{
    // A reminder is of use as long as there is time to reply.
    private static readonly TimeSpan BeforeDue = TimeSpan.FromHours(1);

    private static readonly int[] Shares = [50, 80, 100];

    private const string ModelNews = "notice";

    /// <summary>Looks once.</summary>
    /// <returns>When something more is to be sent, or <see langword="null"/> where nothing waits.</returns>
    public async Task<DateTimeOffset?> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var look in new Func<CancellationToken, Task>[]
        {
            outbox.SweepAsync, presence.SweepAsync, RemindAsync, TellOfApprovalsAsync, TellOfPersonaAsync, TellOfModelAsync,
            TellOfBudgetAsync,
            digest.RunAsync, log.EraseOldAsync,
        })
        {
            await TryAsync(look, cancellationToken);
        }

        return await deliverer.RunAsync(cancellationToken);
    }

    // What cannot be looked at now keeps nothing else from being told.
    private async Task TryAsync(Func<CancellationToken, Task> look, CancellationToken cancellationToken)
    {
        try
        {
            await look(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailed(logger, look.Method.Name, error);
        }
    }

    private async Task RemindAsync(CancellationToken cancellationToken)
    {
        var soon = time.GetUtcNow() + BeforeDue;
        foreach (var each in (await inbox.HandOvers.OpenAsync(cancellationToken)).Where(each => each.DueAt <= soon))
        {
            await log.AddAsync(InboxNotices.Due(each), cancellationToken);
        }
    }

    private async Task TellOfApprovalsAsync(CancellationToken cancellationToken)
    {
        await foreach (var header in journals.FindAllAsync(cancellationToken))
        {
            if (header.Wait is { Kind: WaitKind.Approval } wait)
            {
                using var journal = await journals.LoadAsync(header.Start.Id, cancellationToken);
                var tool = journal?.Find(wait.Key) is { } entry ? StepKinds.Wait.RequestOf(entry).Call?.Name : null;
                var notice = new Notice(0, NoticeTypes.Approval, default, $"approval-{header.Start.Id}-{wait.Key}")
                {
                    Session = header.Start.Id.SessionId,
                    Detail = tool,
                };
                await log.AddAsync(notice, cancellationToken);
            }
        }
    }

    private async Task TellOfPersonaAsync(CancellationToken cancellationToken)
    {
        var status = await personas.GetStatusAsync(cancellationToken);
        var isInUse = (await personas.GetAsync(cancellationToken)).ETag is not null;
        if (status.Problem is { } problem && isInUse)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(problem)))[..16];
            var key = $"persona-{Today}-{hash}";
            await log.AddAsync(new Notice(0, NoticeTypes.PersonaBroken, default, key) { Detail = problem }, cancellationToken);
        }
    }

    private async Task TellOfModelAsync(CancellationToken cancellationToken)
    {
        var failure = model.LastFailure;
        if (!model.IsNews(ModelNews, failure?.Failure))
        {
            return;
        }

        var hour = time.GetUtcNow().ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
        await log.AddAsync(
            failure is null
                ? new Notice(0, NoticeTypes.ModelBack, default, $"model-back-{hour}")
                : new Notice(0, NoticeTypes.ModelFailing, default, $"model-{failure.Failure}-{hour}") { Detail = $"{failure.Failure}" },
            cancellationToken);
    }

    private async Task TellOfBudgetAsync(CancellationToken cancellationToken)
    {
        var now = await limits.CurrentAsync(cancellationToken);
        if (now.Month is not (> 0 and { } cap))
        {
            return;
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var (sum, _) = await ledger.SumsAsync(today, cancellationToken);
        var share = sum.Spent / Ledger.Unit / cap * 100;
        foreach (var reached in Shares.Where(reached => share >= reached))
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"budget-{today:yyyy-MM}-{cap}-{reached}");
            var detail = reached.ToString(CultureInfo.InvariantCulture);
            await log.AddAsync(new Notice(0, NoticeTypes.Budget, default, key) { Detail = detail }, cancellationToken);
        }
    }

    private string Today => time.GetUtcNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    [LoggerMessage(EventId = 2401, Level = LogLevel.Warning, Message = "The watch could not do {What}")]
    private static partial void LogFailed(ILogger logger, string what, Exception error);
}
