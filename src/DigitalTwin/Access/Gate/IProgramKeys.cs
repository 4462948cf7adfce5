using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Access.Gate;

/// <summary>A program that bears one of the owner's keys.</summary>
/// <param name="KeyId">The key's id: 16 hex digits.</param>
/// <param name="Scopes">What the key permits.</param>
internal sealed record ProgramCaller(string KeyId, IReadOnlyList<string> Scopes)
{
    /// <summary>The program's name in statistics.</summary>
    public string Name => $"key-{KeyId}";

    /// <summary>The key's id as a number, by which its doings are counted.</summary>
    public UInt128 Number { get; } = UInt128.Parse(KeyId, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>The program whom the gate let in.</summary>
    public static ProgramCaller Of(HttpContext http)
        => http.Features.Get<ProgramCaller>() ?? throw new InvalidOperationException("The endpoint admits no programs.");
}

/// <summary>Knows the keys of programs.</summary>
internal interface IProgramKeys
{
    /// <summary>The program that bears a key, or <see langword="null"/> where the key is unknown, revoked or over its time.</summary>
    /// <param name="shown">The key as the request bears it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="Hosting.ProblemException">The key's own quota is used up.</exception>
    Task<ProgramCaller?> FindAsync(string shown, CancellationToken cancellationToken);
}
