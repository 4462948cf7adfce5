namespace DigitalTwin.ApiKeys;

/// <summary>A key that the owner gave to a program, as it is listed: without the key itself, which is not stored.</summary>
/// <param name="Id">The key's id: 16 hex digits.</param>
/// <param name="Name">The owner's name for it.</param>
/// <param name="CreatedAt">When it was issued.</param>
public sealed record ApiKey(string Id, string Name, DateTimeOffset CreatedAt)
{
    /// <summary>The key itself, in the response that issues it and never again.</summary>
    public string? Key { get; init; }
}

/// <summary>All keys, newest last.</summary>
/// <param name="Keys">The keys, without their secrets.</param>
public sealed record ApiKeyList(IReadOnlyList<ApiKey> Keys);

/// <summary>A request for a new key.</summary>
public sealed record ApiKeyRequest
{
    /// <summary>The owner's name for the key, 1 to 100 characters.</summary>
    public string? Name { get; init; }
}
