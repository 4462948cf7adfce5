using System.Diagnostics;
using System.Text.Json;
using DigitalTwin.Activities;
using DigitalTwin.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Tools;

/// <summary>
/// Runs one attempt of a tool call. Every failure becomes an outcome; only cancellation is thrown as an exception.
/// </summary>
internal sealed partial class ToolRunner(ToolRegistry registry, ActivityLog log, TimeProvider time, ILogger<ToolRunner> logger)
{
    /// <summary>Most characters of a result that a model is shown.</summary>
    public const int LongestResult = 8_000;

    private static readonly JsonSerializerOptions ResultJson = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The model's answer to a call that a crash or a time limit cut off before its result was known.</summary>
    public static ToolOutcome UnknownOutcome { get; } = new()
    {
        Failed = true,
        Result = "It is not known whether this call did its work: it was cut off. It was not repeated. Say so, and do not call it "
            + "again with the same arguments.",
    };

    /// <summary>Whether a call that was cut off may be run again.</summary>
    public bool MayRepeat(string name, ToolAudience audience) => registry.Find(name, audience)?.Idempotent ?? true;

    public async Task<ToolOutcome> RunAsync(
        ToolCall call,
        ToolAudience audience,
        ToolContext context,
        double secondsLeft,
        CancellationToken cancellationToken)
    {
        // Checked again: between the model's call and this run may be an approval, a restart and another version of the product.
        if (registry.Find(call.Name, audience) is not { } tool)
        {
            return new ToolOutcome { Failed = true, Result = $"There is no tool named '{call.Name}'." };
        }

        if (TaintPolicy.Refusal(tool.Sink, tool.Approval, context.Taint) is { } refusal)
        {
            return new ToolOutcome { Failed = true, Result = refusal };
        }

        using var activity = Telemetry.Source.StartActivity($"execute_tool {call.Name}");
        activity?.SetTag("gen_ai.operation.name", "execute_tool").SetTag("gen_ai.tool.name", call.Name);
        var started = time.GetTimestamp();
        var outcome = await RunAsync(tool, call, context, secondsLeft, cancellationToken);
        activity?.SetStatus(outcome.Failed ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
        return outcome with
        {
            Seconds = time.GetElapsedTime(started).TotalSeconds,
            FollowUpTurn = context.FollowUpTurn?.ToString(),
            ReplyBy = context.ReplyBy,
            Passages = context.Passages,
            Offerings = context.Offerings,
        };
    }

    private async Task<ToolOutcome> RunAsync(
        TwinTool tool,
        ToolCall call,
        ToolContext context,
        double secondsLeft,
        CancellationToken cancellationToken)
    {
        var limit = TimeSpan.FromSeconds(Math.Max(0.001, Math.Min(tool.Timeout.TotalSeconds, secondsLeft)));
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await (tool.Effect == ToolEffect.Read
                ? InvokeAsync(tool, call, context, either.Token)
                : ActAsync(tool, call, context, either.Token));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            LogTimeout(logger, call.Name);
            return tool.Idempotent
                ? new ToolOutcome { Failed = true, MayRetry = true, Result = "The tool took too long and was stopped." }
                : UnknownOutcome;
        }
        catch (ToolException error)
        {
            return new ToolOutcome { Failed = true, MayRetry = error.MayRetry, Result = Shorten(error.Message) };
        }
        catch (Exception error)
        {
            // The error's message is for the log only: the model could repeat it to any visitor.
            LogFailed(logger, call.Name, error);
            return new ToolOutcome { Failed = true, MayRetry = true, Result = "The tool failed." };
        }
    }

    // What changes something is written down before it is done, and after.
    private async Task<ToolOutcome> ActAsync(TwinTool tool, ToolCall call, ToolContext context, CancellationToken cancellationToken)
    {
        ToolOutcome? outcome = null;
        var act = ActivityLog.New("twin", "tool", call.Name) with { Turn = context.TurnId };
        await log.DoAsync(act, InvokeAsync, _ => "failed", cancellationToken);
        return outcome!;

        async Task<string> InvokeAsync()
        {
            outcome = await ToolRunner.InvokeAsync(tool, call, context, cancellationToken);
            return ActivityLog.Done;
        }
    }

    private static async Task<ToolOutcome> InvokeAsync(
        TwinTool tool, ToolCall call, ToolContext context, CancellationToken cancellationToken)
    {
        // A tool that does not observe its token is abandoned.
        var running = tool.Function.InvokeAsync(Arguments(call, context), cancellationToken).AsTask();
        var result = Shorten(ToText(await running.WaitAsync(cancellationToken)));
        return new ToolOutcome { Result = result, Trusted = tool.TrustedOutput, Taint = tool.Brings };
    }

    private static AIFunctionArguments Arguments(ToolCall call, ToolContext context)
        => new(JsonSerializer.Deserialize<Dictionary<string, object?>>(call.Arguments)!)
        {
            Context = new Dictionary<object, object?> { [typeof(ToolContext)] = context },
        };

    private static string ToText(object? result) => result switch
    {
        null => "Done.",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        JsonElement { ValueKind: JsonValueKind.Null } => "Done.",
        _ => JsonSerializer.Serialize(result, ResultJson),
    };

    private static string Shorten(string text)
        => text.Length <= LongestResult ? text : $"{text[..LongestResult]}\n[cut: the result has {text.Length} characters]";

    [LoggerMessage(EventId = 5201, Level = LogLevel.Warning, Message = "The tool {Tool} took too long")]
    private static partial void LogTimeout(ILogger logger, string tool);

    [LoggerMessage(EventId = 5202, Level = LogLevel.Error, Message = "The tool {Tool} failed")]
    private static partial void LogFailed(ILogger logger, string tool, Exception error);
}
