using Microsoft.Extensions.AI;

namespace DigitalTwin.Models;

/// <summary>The model that answers, as configured.</summary>
internal interface IModel
{
    /// <summary>Its name, as it is measured and billed.</summary>
    string Name { get; }

    /// <summary>Whether it is the embedded one.</summary>
    bool IsOffline { get; }

    /// <summary>The model itself, which may fail with a <see cref="ModelException"/>.</summary>
    IChatClient Client { get; }

    /// <summary>The model for a visitor: when it fails, the offline one answers.</summary>
    IChatClient WithFallback { get; }
}
