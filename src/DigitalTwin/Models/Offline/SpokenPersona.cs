using DigitalTwin.Personas;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Offline;

/// <summary>Tells the offline model to speak for another persona than the one in use: a draft, or an earlier version.</summary>
internal static class SpokenPersona
{
    private const string Key = "persona";

    /// <summary>Says with a call's options for whom it is to speak.</summary>
    public static ChatOptions Put(ChatOptions call, PersonaSnapshot persona)
    {
        (call.AdditionalProperties ??= [])[Key] = persona;
        return call;
    }

    /// <summary>For whom it is to speak; <see langword="null"/> for the persona in use.</summary>
    public static PersonaSnapshot? Of(ChatOptions? call) => call?.AdditionalProperties?.GetValueOrDefault(Key) as PersonaSnapshot;
}
