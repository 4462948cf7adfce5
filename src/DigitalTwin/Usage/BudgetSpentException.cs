namespace DigitalTwin.Usage;

/// <summary>What keeps a model from being called.</summary>
internal enum BudgetLimit
{
    /// <summary>The owner stopped all model calls.</summary>
    Stopped,

    /// <summary>The session's cap.</summary>
    Session,

    /// <summary>The address's cap of the day.</summary>
    Address,

    /// <summary>The day's cap.</summary>
    Day,

    /// <summary>The month's cap.</summary>
    Month,
}

/// <summary>A model is not called, because a limit in money is reached.</summary>
internal sealed class BudgetSpentException(BudgetLimit limit) : Exception($"A limit in money is reached: {limit}.")
{
    public BudgetLimit Limit => limit;
}
