using System.Runtime.CompilerServices;
using System.Text;
using DigitalTwin.Models.Endpoints;
using DigitalTwin.Usage;
using DigitalTwin.Usage.Prices;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models;

/// <summary>
/// Reserves before each attempt what it may cost at most, and settles afterwards what it has cost. An attempt that brought nothing costs
/// nothing; one that broke off is settled by what it brought, where the endpoint did not say.
/// </summary>
internal sealed class BudgetChatClient : DelegatingChatClient
{
    // No writing takes more tokens than one for two bytes; a frame is around each message, and the tools are described.
    private const int BytesPerToken = 2;
    private const int TokensPerMessage = 16;
    private const int TokensPerTool = 400;
    private const int TokensPerPicture = 2_000;

    private readonly Ledger ledger;
    private readonly LimitsBook limits;
    private readonly ModelPrice price;
    private readonly string model;

    public BudgetChatClient(IChatClient inner, Ledger ledger, LimitsBook limits, PriceList prices)
        : base(inner)
    {
        (this.ledger, this.limits) = (ledger, limits);
        var metadata = inner.GetService<ChatClientMetadata>();
        model = metadata?.DefaultModelId ?? "unknown";
        price = prices.Of(model, metadata?.ProviderUri);
    }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var whole = options?.Clone() ?? new ChatOptions();
        WholeReply.Ask(whole);
        return await GetStreamingResponseAsync(messages, whole, cancellationToken).ToChatResponseAsync(cancellationToken);
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var prompt = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        var call = new Call(prompt, options);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limits.Stopping);
        await using var reservation = await ReserveAsync(call, options, cancellationToken);
        try
        {
            var source = base.GetStreamingResponseAsync(prompt, options, either.Token);
            await using var updates = source.GetAsyncEnumerator(either.Token);
            while (await MoveNextAsync(updates, cancellationToken))
            {
                call.Add(updates.Current);
                yield return updates.Current;
            }
        }
        finally
        {
            if (call.HasBegun)
            {
                var used = call.Used();
                await reservation.SettleAsync(model, used, call.ToldCost ?? price.CostOf(used));
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw OverBudget(BudgetLimit.Stopped, error);
        }
    }

    private async ValueTask<Reservation> ReserveAsync(Call call, ChatOptions? options, CancellationToken cancellationToken)
    {
        var settings = GetService(typeof(RequestSettings)) as RequestSettings;
        var room = GetService(typeof(EndpointHabits)) is EndpointHabits habits ? settings?.RoomForThought(habits) ?? 0 : 0;
        var most = price.CostOf(call.Most((options?.MaxOutputTokens ?? ModelOptions.DefaultOutputTokens) + room));
        try
        {
            return await ledger.ReserveAsync(Spender.Of(options), most, cancellationToken);
        }
        catch (BudgetSpentException spent)
        {
            throw OverBudget(spent.Limit, spent);
        }
        catch (IOException error)
        {
            throw new ModelException(ModelFailure.Unavailable, "The ledger cannot be read.", inner: error);
        }
    }

    private static ModelException OverBudget(BudgetLimit limit, Exception cause)
        => new(ModelFailure.OverBudget, $"A limit in money is reached: {limit}.", inner: cause);

    /// <summary>One attempt: what it was asked, and what came of it.</summary>
    private sealed class Call(IReadOnlyCollection<ChatMessage> prompt, ChatOptions? options)
    {
        private readonly long promptTokens = TokensOf(prompt, options);
        private readonly int pictures = prompt.SelectMany(message => message.Contents).Count(content => content is DataContent);
        private UsageDetails? told;
        private long bytes;

        /// <summary>Whether anything came.</summary>
        public bool HasBegun { get; private set; }

        /// <summary>What the endpoint says the call has cost, in millionths, or <see langword="null"/>.</summary>
        public long? ToldCost => told?.AdditionalCounts?.TryGetValue(UsageReader.Cost, out var cost) == true ? cost : null;

        public UsedUnits Most(int output)
            => new() { Input = promptTokens, CacheWrite = promptTokens, Output = output, Pictures = pictures };

        public void Add(ChatResponseUpdate update)
        {
            HasBegun = true;
            bytes += Encoding.UTF8.GetByteCount(update.Text);
            told = update.Last<UsageContent>()?.Details is { } next ? Greater(told, next) : told;
        }

        public UsedUnits Used() => new()
        {
            Input = told?.InputTokenCount ?? promptTokens,
            Cached = told?.CachedInputTokenCount ?? 0,
            CacheWrite = told?.AdditionalCounts?.GetValueOrDefault(UsageReader.CacheWrite) ?? 0,
            Output = told?.OutputTokenCount ?? (bytes / BytesPerToken) + 1,
            Reasoning = told?.ReasoningTokenCount ?? 0,
            Pictures = pictures,
        };

        // Some endpoints report with each chunk what they have counted so far, and some only the rest.
        private static UsageDetails Greater(UsageDetails? one, UsageDetails other)
            => (one?.OutputTokenCount ?? 0) > (other.OutputTokenCount ?? 0) ? one! : other;

        private static long TokensOf(IReadOnlyCollection<ChatMessage> prompt, ChatOptions? options)
        {
            long tokens = (options?.Tools?.Count ?? 0) * TokensPerTool;
            foreach (var message in prompt)
            {
                tokens += TokensPerMessage + (Encoding.UTF8.GetByteCount(message.Text) / BytesPerToken);
                foreach (var content in message.Contents)
                {
                    tokens += content switch
                    {
                        DataContent => TokensPerPicture,
                        FunctionCallContent call
                            => (call.Arguments?.Sum(each => each.Value?.ToString()?.Length ?? 0) ?? 0) + TokensPerMessage,
                        FunctionResultContent result => result.Result?.ToString()?.Length ?? 0,
                        TextReasoningContent { ProtectedData: { } kept } => kept.Length / BytesPerToken,
                        _ => 0,
                    };
                }
            }

            return tokens;
        }
    }
}
