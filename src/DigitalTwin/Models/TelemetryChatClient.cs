using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using DigitalTwin.Hosting;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models;

/// <summary>Traces and measures model calls. Prompts and replies are never recorded.</summary>
/// <remarks>OpenTelemetry's GenAI conventions: https://opentelemetry.io/docs/specs/semconv/gen-ai/</remarks>
internal sealed class TelemetryChatClient : DelegatingChatClient
{
    // As the GenAI conventions recommend them.
    private static readonly long[] TokenBuckets =
    [
        1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576,
    ];

    private readonly Histogram<double> duration;
    private readonly Histogram<long> tokens;
    private readonly TimeProvider time;
    private readonly string provider;
    private readonly string model;

    public TelemetryChatClient(IChatClient inner, IMeterFactory meters, TimeProvider time)
        : base(inner)
    {
        var meter = meters.Create(Telemetry.Name);
        duration = meter.CreateHistogram<double>(
            "gen_ai.client.operation.duration",
            "s",
            "Time of a model call, its whole stream included.",
            advice: new() { HistogramBucketBoundaries = Telemetry.SecondsBuckets });
        tokens = meter.CreateHistogram<long>(
            "gen_ai.client.token.usage",
            "{token}",
            "Tokens of a model call.",
            advice: new() { HistogramBucketBoundaries = TokenBuckets });
        this.time = time;
        var metadata = inner.GetService<ChatClientMetadata>();
        (provider, model) = (metadata?.ProviderName ?? "unknown", metadata?.DefaultModelId ?? "unknown");
    }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        using var call = Start();
        try
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            call.Usage(response.ModelId, response.Usage);
            return response;
        }
        catch (Exception error)
        {
            call.Failed(error);
            throw;
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var call = Start();
        var source = base.GetStreamingResponseAsync(messages, options, cancellationToken);
        await using var updates = source.GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(updates, call))
        {
            call.Usage(updates.Current.ModelId, updates.Current.Last<UsageContent>()?.Details);
            yield return updates.Current;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, Call call)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception error)
        {
            call.Failed(error);
            throw;
        }
    }

    private Call Start() => new(this, Telemetry.Source.StartActivity($"chat {model}", ActivityKind.Client), time.GetTimestamp());

    private sealed class Call(TelemetryChatClient owner, Activity? activity, long started) : IDisposable
    {
        private string? error;
        private string? responseModel;

        public void Usage(string? answeredBy, UsageDetails? usage)
        {
            responseModel = answeredBy ?? responseModel;
            if (usage is null)
            {
                return;
            }

            activity?.SetTag("gen_ai.usage.input_tokens", usage.InputTokenCount);
            activity?.SetTag("gen_ai.usage.output_tokens", usage.OutputTokenCount);
            Record(usage.InputTokenCount, "input");
            Record(usage.OutputTokenCount, "output");
        }

        public void Failed(Exception cause)
        {
            error = cause switch
            {
                ModelException failure => failure.Failure.ToString().ToLowerInvariant(),
                OperationCanceledException => "cancelled",
                _ => cause.GetType().Name,
            };
            activity?.AddException(cause);
        }

        public void Dispose()
        {
            var tags = Tags();
            if (error is not null)
            {
                tags.Add("error.type", error);
                activity?.SetStatus(ActivityStatusCode.Error);
            }

            owner.duration.Record(owner.time.GetElapsedTime(started).TotalSeconds, tags);
            foreach (var tag in tags)
            {
                activity?.SetTag(tag.Key, tag.Value);
            }

            activity?.SetTag("gen_ai.response.model", responseModel).Dispose();
        }

        private void Record(long? count, string type)
        {
            if (count is > 0)
            {
                var tags = Tags();
                tags.Add("gen_ai.token.type", type);
                owner.tokens.Record(count.Value, tags);
            }
        }

        private TagList Tags() => new()
        {
            { "gen_ai.operation.name", "chat" },
            { "gen_ai.provider.name", owner.provider },
            { "gen_ai.request.model", owner.model },
        };
    }
}
