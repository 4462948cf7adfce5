namespace DigitalTwin.Notices.Deliveries;

/// <summary>Where notices are sent to: an address, a mailbox.</summary>
internal interface IDeliveryTarget
{
    /// <summary>Its id.</summary>
    string Id { get; }

    /// <summary>Whether it is to get notices of a type.</summary>
    bool Wants(string type);

    /// <summary>Sends a notice.</summary>
    /// <param name="notice">The notice, with its words.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What went wrong, or <see langword="null"/> where it arrived.</returns>
    Task<string?> SendAsync(Notice notice, CancellationToken cancellationToken);
}

/// <summary>All targets there are now.</summary>
internal interface IDeliveryTargets
{
    /// <summary>The targets.</summary>
    Task<IReadOnlyList<IDeliveryTarget>> ListAsync(CancellationToken cancellationToken);
}
