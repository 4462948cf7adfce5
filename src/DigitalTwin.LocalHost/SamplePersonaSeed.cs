using DigitalTwin.Personas;
using DigitalTwin.Storage;

namespace DigitalTwin.LocalHost;

/// <summary>Puts the sample persona into a new data folder, for its owner to find and replace.</summary>
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
