using System.Globalization;
using System.Text;
using DigitalTwin.Models;
using DigitalTwin.Personas;
using DigitalTwin.Sessions;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Privacy;

/// <summary>What visitors are told of their data.</summary>
/// <param name="Controller">Who answers for it.</param>
/// <param name="Contact">How to reach them, as their persona says; empty where it says nothing.</param>
/// <param name="Consent">What to say beside a form with which a message is left.</param>
/// <param name="Text">The whole text, as Markdown.</param>
public sealed record PrivacyView(string Controller, string Contact, string Consent, string Text);

/// <summary>
/// Writes the privacy text from the settings that are in effect, so that it says what the twin does: who answers for it, what is kept and
/// for how long, who else gets it, and what a visitor can do.
/// </summary>
/// <remarks>The questions of articles 13 and 15 to 21 of the GDPR, as far as a program can answer them. It is no legal advice.</remarks>
internal sealed class PrivacyText(PersonaProvider personas, IOptions<ModelOptions> model, IOptions<RetentionOptions> retention)
{
    /// <summary>The text as it is now.</summary>
    public async Task<PrivacyView> WriteAsync(CancellationToken cancellationToken)
    {
        var persona = (await personas.GetAsync(cancellationToken)).Persona;
        return new PrivacyView(persona.Name, persona.Contact, Consent(persona), Text(persona));
    }

    private string Consent(Persona persona)
        => $"Your name, your contact and your message are kept for {Days(retention.Value.LeadDays)} at most, so that {persona.Name} can "
            + "answer you. You can have them erased at any time: delete the conversation.";

    private string Text(Persona persona)
    {
        var (text, kept) = (new StringBuilder(), retention.Value);
        text.Append("# Privacy\n\n");
        text.Append("You are talking to an AI, the digital twin of ").Append(PersonaText(persona.Name)).Append(", and not to the person. ");
        text.Append(PersonaText(persona.Name)).Append(" answers for what becomes of your data");
        text.Append(persona.Contact.Length > 0 ? $": {PersonaText(persona.Contact)}.\n\n" : ".\n\n");
        text.Append("## What is kept, and for how long\n\n");
        foreach (var (what, days) in new[]
        {
            ("your messages, with pictures, and the replies, so that the conversation can go on", kept.Days),
            ("what you think of a reply, with the conversation it belongs to", kept.Days),
            ("a message that you leave, with your name and contact, because you agreed to it", kept.LeadDays),
            ("a question that the twin could not answer, so that it can be answered later", kept.QuestionDays),
            ("that you asked for the person, and the reply", kept.HandOverDays),
        })
        {
            text.Append("- ").Append(what).Append(": ").Append(Days(days)).Append(" at most after it was last used.\n");
        }

        text.Append("\nA recording of your voice becomes text at once and is not kept. Your network address is counted in memory, so ");
        text.Append("that nobody can ask without end, and is not stored. The widget keeps nothing in your browser before you use it.\n\n");
        text.Append("## Who else gets it\n\n").Append(Recipients()).Append("\n\n");
        text.Append("## What you can do\n\n");
        text.Append("In the conversation you can see all that is kept of it, take it with you, and delete it; that deletes what you left ");
        text.Append("beside it, too, at once. You can also ask ").Append(PersonaText(persona.Name));
        text.Append(" to do so, to correct something, or not to use it; and you can complain to your data protection authority.\n");
        return text.ToString();
    }

    private string Recipients()
    {
        var (options, speech) = (model.Value, model.Value.Speech is { Length: > 0 });
        if (options.Provider == ModelProvider.Offline)
        {
            return "Nobody: the twin answers without any other service.";
        }

        var hosts = new[] { HostOf(options) }
            .Concat(options.Fallbacks.Split(',').Where(each => each.Contains('@', StringComparison.Ordinal))
                .Select(each => Uri.TryCreate(each.Split('@')[1].Trim(), UriKind.Absolute, out var uri) ? uri.Host : ""))
            .Where(host => host.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase);
        return $"The service that writes the replies, at {string.Join(" and ", hosts)}, gets your messages"
            + $"{(options.Pictures ? ", your pictures" : "")}{(speech ? ", your recordings" : "")} and the conversation so far, "
            + "and is asked not to store them. Nobody else.";
    }

    private static string HostOf(ModelOptions options) => options.Endpoint?.Host ?? options.Provider switch
    {
        ModelProvider.Anthropic => "api.anthropic.com",
        _ => "api.openai.com",
    };

    private static string Days(int days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");

    // One line, whatever the persona says: it is a name in a sentence here.
    private static string PersonaText(string text) => text.ReplaceLineEndings(" ").Trim();
}
