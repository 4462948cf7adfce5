using Microsoft.DurableTask.Client;

namespace DigitalTwin.Functions.Durable;

/// <summary>
/// The durable client, for work that outlives the function it began in. The extension makes one client for the life of the process,
/// but tells how to reach the engine only in an invocation's binding data.
/// </summary>
internal sealed class DurableClientSource
{
    private volatile DurableTaskClient? client;

    /// <exception cref="IOException">
    /// No function with a client has run in this process yet. As with an engine that cannot be reached, the schedule tells it later.
    /// </exception>
    public DurableTaskClient Client
        => client ?? throw new IOException("The durable engine is not known yet: no function with its client has run in this process.");

    /// <summary>Takes the client of a function that runs; <see langword="null"/> for one without.</summary>
    public void Use(DurableTaskClient? next) => client = next ?? client;
}
