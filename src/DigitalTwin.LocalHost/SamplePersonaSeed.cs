using DigitalTwin.Personas;
using DigitalTwin.Storage;

namespace DigitalTwin.LocalHost;

/// <summary>Puts the sample persona into a new data folder, where its owner finds it and writes over it.</summary>
internal sealed class SamplePersonaSeed(IBlobStore blobs) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var name = PersonaSource.BlobNames[0];
        if ((await blobs.ReadAsync(name, null, cancellationToken)).State == BlobState.Missing)
        {
            await blobs.WriteAsync(name, SamplePersona.ReadBytes(), BlobCondition.Missing, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
