using DigitalTwin.Conversations;
using DigitalTwin.Turns.Workflows;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace DigitalTwin.Functions.Durable;

/// <summary>The orchestrations of turns: one for each turn that waits or was cut off, under the turn's own id.</summary>
internal sealed class TurnInstances(DurableClientSource durable)
{
    /// <summary>Makes sure that the turn has an instance that is not over.</summary>
    /// <returns>Whether it had one already.</returns>
    public Task<bool> EnsureAsync(TurnStart start, CancellationToken cancellationToken)
        => EnsureAsync(start.Id.ToString(), TurnOrchestration.Name, TurnInput.From(start), cancellationToken);

    /// <summary>Makes sure that there is an instance under an id that is not over.</summary>
    /// <returns>Whether there was one already.</returns>
    public async Task<bool> EnsureAsync(string id, string orchestrator, object input, CancellationToken cancellationToken)
    {
        if (await IsAliveAsync(id, cancellationToken))
        {
            return true;
        }

        try
        {
            var options = new StartOrchestrationOptions(id);
            await GuardAsync(() => durable.Client.ScheduleNewOrchestrationInstanceAsync(
                orchestrator, input, options, cancellationToken));
            return false;
        }
        catch (IOException) when (!cancellationToken.IsCancellationRequested)
        {
            // Another process may have created it; otherwise rethrow.
            if (await IsAliveAsync(id, cancellationToken))
            {
                return true;
            }

            throw;
        }
    }

    /// <summary>Wakes a turn's instance.</summary>
    public Task RaiseAsync(TurnId id, WaitKind kind, CancellationToken cancellationToken)
        => GuardAsync(async () =>
        {
            await durable.Client.RaiseEventAsync(id.ToString(), TurnEventNames.Of(kind), null, cancellationToken);
            return true;
        });

    /// <summary>Ends a turn's instance where it is.</summary>
    public async Task TerminateAsync(TurnId id, CancellationToken cancellationToken)
    {
        if (await IsAliveAsync(id.ToString(), cancellationToken))
        {
            await GuardAsync(async () =>
            {
                await durable.Client.TerminateInstanceAsync(id.ToString(), cancellation: cancellationToken);
                return true;
            });
        }
    }

    /// <summary>Removes what the engine remembers of instances that are over and were begun before.</summary>
    /// <returns>How many.</returns>
    public async Task<int> PurgeAsync(DateTimeOffset begunBefore, CancellationToken cancellationToken)
    {
        OrchestrationRuntimeStatus[] ended =
        [
            OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated,
        ];
        var filter = new PurgeInstancesFilter(DateTimeOffset.UnixEpoch, begunBefore, ended);
        return (await GuardAsync(() => durable.Client.PurgeAllInstancesAsync(filter, null, cancellationToken))).PurgedInstanceCount;
    }

    private async Task<bool> IsAliveAsync(string id, CancellationToken cancellationToken)
        => await GuardAsync(() => durable.Client.GetInstanceAsync(id, cancellationToken)) is { IsCompleted: false };

    // Surface engine failures as IOException, like storage.
    private static async Task<T> GuardAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (RpcException error) when (error.StatusCode is not StatusCode.Cancelled)
        {
            throw new IOException("The durable engine could not be reached, or refused the twin.", error);
        }
    }
}
