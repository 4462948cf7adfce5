using DigitalTwin.Hosting;
using DigitalTwin.Rates;
using Microsoft.AspNetCore.Builder;

namespace DigitalTwin.Access.Gate;

/// <summary>Who may call an address.</summary>
internal enum Caller
{
    /// <summary>Anyone, from any page.</summary>
    Anyone,

    /// <summary>A visitor from an allowed page, with a ticket or without one.</summary>
    Visitor,

    /// <summary>A visitor with a ticket for the session that the address names.</summary>
    Session,

    /// <summary>The same, whose ticket may have expired some days ago.</summary>
    ReturningSession,

    /// <summary>A program with one of the owner's keys.</summary>
    Program,

    /// <summary>The owner, signed in or with the owner's key.</summary>
    Owner,

    /// <summary>Who signs in as the owner: from the twin's own pages, or no page at all.</summary>
    SignIn,

    /// <summary>The owner, or who calls the port that is for operators.</summary>
    Operator,
}

/// <summary>What an endpoint says of itself to the <see cref="PublicGate"/>.</summary>
/// <param name="Caller">Who may call it.</param>
internal sealed record Admission(Caller Caller)
{
    /// <summary>What a call of it counts as, beside a request of its session.</summary>
    public IReadOnlyList<RateKind> Rates { get; init; } = [];

    /// <summary>Most bytes of its body.</summary>
    public int MaxBytes { get; init; } = RequestBody.MaxBytes;

    /// <summary>What a program's key must permit.</summary>
    public string? Scope { get; init; }
}

internal static class AdmissionConventions
{
    /// <summary>Says who may call an endpoint, or those of a group. Every endpoint has to say it.</summary>
    public static T Admit<T>(this T endpoint, Caller caller)
        where T : class, IEndpointConventionBuilder => endpoint.Admit(new Admission(caller));

    /// <summary>Says who may call an endpoint, and what a call of it counts as.</summary>
    public static T Admit<T>(this T endpoint, Caller caller, params IReadOnlyList<RateKind> rates)
        where T : class, IEndpointConventionBuilder => endpoint.Admit(new Admission(caller) { Rates = rates });

    /// <summary>The same with all that can be said.</summary>
    public static T Admit<T>(this T endpoint, Admission admission)
        where T : class, IEndpointConventionBuilder
    {
        endpoint.Add(builder => builder.Metadata.Add(admission));
        return endpoint;
    }
}
