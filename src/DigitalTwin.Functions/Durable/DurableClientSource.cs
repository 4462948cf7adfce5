using Microsoft.DurableTask.Client;

namespace DigitalTwin.Functions.Durable;

/// <summary>
/// The durable client, for work that outlives the function it began in. The extension makes one client for the life of the process,
/// but tells how to reach the engine only in an invocation's binding data.
/// </summary>
internal sealed class DurableClientSource
{
    private volatile DurableTaskClient? client;

    /// <exception cref="InvalidOperationException">No function with a client has run yet.</exception>
    public DurableTaskClient Client => client ?? throw new InvalidOperationException("No function with a durable client has run in this process yet.");

    public void Use(DurableTaskClient? next) => client = next ?? client;
}
