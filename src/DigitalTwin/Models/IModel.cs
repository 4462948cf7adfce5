using Microsoft.Extensions.AI;

namespace DigitalTwin.Models;

/// <summary>The configured model.</summary>
internal interface IModel
{
    /// <summary>The embedded model's name in replies and as a service.</summary>
    const string OfflineName = "offline";

    /// <summary>The model's name, as telemetry and bills have it.</summary>
    string Name { get; }

    /// <summary>Whether it is the embedded offline model.</summary>
    bool IsOffline { get; }

    /// <summary>The model itself, which may fail with a <see cref="ModelException"/>.</summary>
    IChatClient Client { get; }

    /// <summary>The model for a visitor's turn: when it fails, the offline model answers.</summary>
    IChatClient WithFallback { get; }
}
