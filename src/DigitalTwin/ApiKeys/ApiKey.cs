namespace DigitalTwin.ApiKeys;

/// <summary>What a program's key may permit.</summary>
public static class ApiKeyScopes
{
    /// <summary>To ask the twin.</summary>
    public const string Ask = "ask";

    /// <summary>To search and read what is published of the persona.</summary>
    public const string Search = "search";

    /// <summary>All scopes.</summary>
    public static IReadOnlyList<string> All { get; } = [Ask, Search];
}

/// <summary>A key that the owner gave to a program, as it is listed: without the key itself, which is not stored.</summary>
/// <param name="Id">The key's id: 16 hex digits.</param>
/// <param name="Name">The owner's name for it.</param>
/// <param name="CreatedAt">When it was issued.</param>
/// <param name="Scopes">What it permits.</param>
public sealed record ApiKey(string Id, string Name, DateTimeOffset CreatedAt, IReadOnlyList<string> Scopes)
{
    /// <summary>The key itself, in the response that issues it and never again.</summary>
    public string? Key { get; init; }

    /// <summary>When it ends, or <see langword="null"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was last used, to the hour, or <see langword="null"/>.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Most requests in a day, or <see langword="null"/>.</summary>
    public int? DailyRequests { get; init; }
}

/// <summary>A page of keys, in the order of their ids.</summary>
/// <param name="Keys">The keys, without their secrets.</param>
/// <param name="Next">What <c>after</c> has to be for the next page, or <see langword="null"/> where there is none.</param>
public sealed record ApiKeyList(IReadOnlyList<ApiKey> Keys, string? Next);

/// <summary>A request for a new key.</summary>
public sealed record ApiKeyRequest
{
    /// <summary>The owner's name for the key, 1 to 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary>What it permits: <c>ask</c>, <c>search</c>; both unless given.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>When it ends; it does not unless given.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Most requests in a day, 1 to 1,000,000; no limit of its own unless given.</summary>
    public int? DailyRequests { get; init; }
}
