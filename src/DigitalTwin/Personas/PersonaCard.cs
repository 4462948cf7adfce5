namespace DigitalTwin.Personas;

/// <summary>What a chat window shows of the persona before the first message.</summary>
/// <param name="Name">The person's name.</param>
/// <param name="Headline">One line below the name.</param>
/// <param name="Greeting">The twin's first words.</param>
/// <param name="SuggestedQuestions">Questions to offer to the visitor.</param>
/// <param name="Languages">The languages the person speaks, as BCP 47 tags.</param>
/// <param name="Links">Where else to find the person.</param>
/// <param name="Contact">How to reach the person, in words.</param>
/// <param name="Avatar">A picture's address, or empty.</param>
/// <param name="Voice">Whether the twin accepts spoken messages.</param>
/// <param name="Pictures">Whether the twin accepts pictures.</param>
public sealed record PersonaCard(
    string Name,
    string Headline,
    string Greeting,
    IReadOnlyList<string> SuggestedQuestions,
    IReadOnlyList<string> Languages,
    IReadOnlyList<PersonaLink> Links,
    string Contact,
    string Avatar,
    bool Voice,
    bool Pictures)
{
    internal static PersonaCard Of(Persona persona, bool voice, bool pictures)
        => new(
            persona.Name,
            persona.Headline,
            persona.Greeting,
            persona.SuggestedQuestions,
            persona.Languages,
            persona.Links,
            persona.Contact,
            persona.Avatar,
            voice,
            pictures);
}
