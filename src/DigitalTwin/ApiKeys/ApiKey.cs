namespace DigitalTwin.ApiKeys;

/// <summary>A key that the owner gave to a program, as it is shown: without the key itself, which nobody keeps.</summary>
/// <param name="Id">Names it: 16 hex digits.</param>
/// <param name="Name">What the owner calls it.</param>
/// <param name="CreatedAt">When it was issued.</param>
public sealed record ApiKey(string Id, string Name, DateTimeOffset CreatedAt)
{
    /// <summary>The key, in the answer to its making and never again.</summary>
    public string? Key { get; init; }
}

/// <summary>Every key, newest last.</summary>
/// <param name="Keys">The keys.</param>
public sealed record ApiKeyList(IReadOnlyList<ApiKey> Keys);

/// <summary>What is asked for.</summary>
public sealed record ApiKeyRequest
{
    /// <summary>What the owner calls it, 1 to 100 characters.</summary>
    public string? Name { get; init; }
}
