using DigitalTwin.Hosting;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Tests.Turns;

/// <summary>Not deterministic, in one way or another.</summary>
internal sealed class Fickle(string way) : ITurnWorkflow
{
    private int runs;

    public string Name => "fickle";

    public async Task<TurnOutcome> RunAsync(ITurnContext context)
    {
        var run = runs++;
        await context.DelayAsync("always", TimeSpan.FromSeconds(1));
        await (way switch
        {
            "other" => context.DelayAsync("other", TimeSpan.FromSeconds(run == 0 ? 1 : 2)),
            "random" => context.DelayAsync(Guid.NewGuid().ToString(), TimeSpan.FromSeconds(1)),
            "forgets" => run == 0 ? context.DelayAsync("forgotten", TimeSpan.FromSeconds(1)) : Task.CompletedTask,
            _ => WaitElsewhereAsync(context),
        });
        return TurnOutcome.Completed;
    }

    private static async Task WaitElsewhereAsync(ITurnContext context)
    {
        await Task.Delay(50);
        await context.DelayAsync("later", TimeSpan.FromSeconds(1));
    }
}

/// <summary>Notes what time its turn says it is, before and after a step.</summary>
internal sealed class Clock : ITurnWorkflow
{
    public List<DateTimeOffset> Seen { get; } = [];

    public string Name => "clock";

    public async Task<TurnOutcome> RunAsync(ITurnContext context)
    {
        Seen.Add(context.Now);
        await context.ThinkAsync(new ThinkStep(1, false, 1));
        Seen.Add(context.Now);
        return TurnOutcome.Completed;
    }
}

/// <summary>Waits a minute, and fails.</summary>
internal sealed class Sleeper : ITurnWorkflow
{
    public string Name => "sleeper";

    public async Task<TurnOutcome> RunAsync(ITurnContext context)
    {
        await context.DelayAsync("nap", TimeSpan.FromMinutes(1));
        return TurnOutcome.Failed(Problems.TurnTimeout);
    }
}
