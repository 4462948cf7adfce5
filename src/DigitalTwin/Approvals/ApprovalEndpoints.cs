using System.Text.Json;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Running;
using DigitalTwin.Turns.Workflows;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Approvals;

/// <summary>A tool call that waits for the owner.</summary>
/// <param name="Id">The approval's id.</param>
/// <param name="Tool">The name of the tool.</param>
/// <param name="Arguments">The call's arguments; they come from the model, and so perhaps from the visitor.</param>
/// <param name="Message">The visitor's message.</param>
/// <param name="SessionId">The session of the turn.</param>
/// <param name="TurnId">The turn that waits.</param>
/// <param name="AskedAt">When the wait began.</param>
/// <param name="ExpiresAt">When the wait expires; the call is not run after that.</param>
public sealed record Approval(
    string Id,
    string Tool,
    JsonElement Arguments,
    string Message,
    string SessionId,
    string TurnId,
    DateTimeOffset AskedAt,
    DateTimeOffset ExpiresAt);

/// <summary>All tool calls that wait for the owner, the one that expires first at the top.</summary>
/// <param name="Approvals">The calls, in order of expiry.</param>
public sealed record ApprovalList(IReadOnlyList<Approval> Approvals);

/// <summary>The owner's refusal of a tool call.</summary>
public sealed record RefuseRequest
{
    /// <summary>The reason, for the model to tell the visitor: at most 4,000 characters, or omitted.</summary>
    public string? Reason { get; init; }
}

/// <summary>
/// The owner decides on tool calls. The waiting calls are read from the journals of the turns: there is no second list
/// that could differ.
/// </summary>
internal sealed class ApprovalEndpoints(JournalStore journals, Waits waits)
{
    /// <summary><c>GET /api/owner/approvals</c></summary>
    public async Task<IResult> GetAsync(HttpContext http)
    {
        var found = new List<Approval>();
        await foreach (var header in journals.FindAllAsync(http.RequestAborted))
        {
            if (header.Wait?.Kind == WaitKind.Approval && await ReadAsync(header.Start.Id, http.RequestAborted) is { } approval)
            {
                found.Add(approval);
            }
        }

        return TypedResults.Json(new ApprovalList([.. found.OrderBy(approval => approval.ExpiresAt)]), ProductJson.Api.ApprovalList);
    }

    /// <summary><c>POST /api/owner/approvals/{id}/approve</c></summary>
    public Task<IResult> ApproveAsync(HttpContext http, string id)
        => DecideAsync(http, id, () => Task.FromResult(new WaitOutcome { Approved = true }));

    /// <summary><c>POST /api/owner/approvals/{id}/refuse</c></summary>
    public Task<IResult> RefuseAsync(HttpContext http, string id) => DecideAsync(http, id, async () =>
    {
        var reason = (await RequestBody.ReadAsync(http, ProductJson.Api.RefuseRequest)).Reason ?? "";
        if (reason.Length > 0)
        {
            RequestBody.RequireMessage(reason, "reason");
        }

        return new WaitOutcome { Text = reason };
    });

    private async Task<IResult> DecideAsync(HttpContext http, string id, Func<Task<WaitOutcome>> decide)
    {
        var decision = await decide();

        // The id names the call, not only the turn: a click on an outdated page must not decide on the turn's next call.
        var parts = id.Split('~');
        if (parts.Length != 2 || TurnId.TryParse(parts[0]) is not { } turnId)
        {
            throw new ProblemException(Problems.ItemNotFound);
        }

        var key = WaitStep.ApprovalKey(parts[1].Replace('-', ':'));
        var result = await waits.AnswerAsync(turnId, WaitKind.Approval, key, decision, http.RequestAborted);
        return result switch
        {
            WaitResult.Accepted => TypedResults.NoContent(),
            WaitResult.NotFound => throw new ProblemException(Problems.ItemNotFound),
            _ => throw new ProblemException(Problems.ItemClosed),
        };
    }

    private async Task<Approval?> ReadAsync(TurnId turnId, CancellationToken cancellationToken)
    {
        using var journal = await journals.LoadAsync(turnId, cancellationToken);
        if (journal?.Header.Wait is not { Kind: WaitKind.Approval } wait)
        {
            // Decided, expired or cancelled in the meantime.
            return null;
        }

        var entry = journal.Find(wait.Key)!;
        var step = StepKinds.Wait.RequestOf(entry);
        return new Approval(
            $"{turnId}~{WaitStep.CallKeyOf(step.Key).Replace(':', '-')}",
            step.Call!.Name,
            JsonSerializer.Deserialize(step.Call.Arguments, ProductJson.Api.JsonElement),
            journal.Header.Start.Message,
            turnId.SessionId,
            turnId.ToString(),
            entry.StartedAt,
            wait.Due);
    }
}
