using DigitalTwin.Conversations;
using DigitalTwin.Turns.Workflow;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace DigitalTwin.Functions.Durable;

/// <summary>The orchestrations of turns: one for each turn that waits or was cut off, under the turn's own id.</summary>
internal sealed class TurnInstances(DurableClientSource durable)
{
    /// <summary>Makes sure that the turn has an instance that is not over.</summary>
    /// <returns>Whether it had one already.</returns>
    public async Task<bool> EnsureAsync(TurnStart start, CancellationToken cancellationToken)
    {
        var id = start.Id.ToString();
        if (await IsAliveAsync(id, cancellationToken))
        {
            return true;
        }

        try
        {
            await durable.Client.ScheduleNewOrchestrationInstanceAsync(TurnOrchestration.Name, TurnInput.From(start), new StartOrchestrationOptions(id), cancellationToken);
            return false;
        }
        catch (RpcException error) when (error.StatusCode is not StatusCode.Cancelled)
        {
            // Somebody else may have been faster; else it is what it says.
            return await IsAliveAsync(id, cancellationToken) ? true : throw new IOException("The durable engine could not be reached.", error);
        }
    }

    /// <summary>Wakes a turn's instance.</summary>
    public Task RaiseAsync(TurnId id, WaitKind kind, CancellationToken cancellationToken)
        => durable.Client.RaiseEventAsync(id.ToString(), TurnEventNames.Of(kind), null, cancellationToken);

    /// <summary>Ends a turn's instance where it is.</summary>
    public async Task TerminateAsync(TurnId id, CancellationToken cancellationToken)
    {
        if (await IsAliveAsync(id.ToString(), cancellationToken))
        {
            await durable.Client.TerminateInstanceAsync(id.ToString(), cancellation: cancellationToken);
        }
    }

    /// <summary>Removes what the engine remembers of instances that ended before.</summary>
    /// <returns>How many.</returns>
    public async Task<int> PurgeAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        var ended = new[] { OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated };
        return (await durable.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(DateTimeOffset.UnixEpoch, endedBefore, ended), null, cancellationToken)).PurgedInstanceCount;
    }

    private async Task<bool> IsAliveAsync(string id, CancellationToken cancellationToken)
        => await durable.Client.GetInstanceAsync(id, cancellationToken) is { IsCompleted: false };
}
