using System.Text.RegularExpressions;
using DigitalTwin.Personas;

namespace DigitalTwin.Guards;

/// <summary>Catches what a twin must not say: that it is the person, and what would bind them.</summary>
/// <remarks>The words are out when the sentence is; so the reply says itself, at its end, what is true.</remarks>
internal sealed partial class Honesty(Persona persona)
{
    private readonly string facts = string.Join('\n', persona.Facts.Select(fact => fact.Text));

    /// <summary>What a reply has to say at its end; empty where nothing has to be put right.</summary>
    public string CorrectionOf(string reply)
    {
        var claims = IsSaid(Person(), reply) ? $"\n\n*I am the digital twin of {persona.Name}, an AI, and not the person.*" : "";
        var binds = IsSaid(Binding(), reply) ? $"\n\n*Nothing that I say is binding: only {persona.Name} can agree to something.*" : "";
        return claims + binds;
    }

    // What the owner wrote may be quoted.
    private bool IsSaid(Regex words, string reply)
        => words.Matches(reply).Any(match => !facts.Contains(match.Value, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(
        """
        \bI(?:['’]m|\ am)\ (?:really\ |actually\ |in\ fact\ |truly\ |indeed\ )?(?:
            (?:the|a)\ (?:real|actual|living|flesh)\b
            |(?:a\ )?(?:human|human\ being|person)(?=[.,;!?\s]*(?:$|\n|[.,;!?]|and\b|like\b|typing\b))
            |not\ (?:an?|any|some)\ (?:AI|artificial|bot|chatbot|robot|machine|program|digital\ twin|language\ model))
        |\bno\ (?:AI|bot|machine)\ here\b|\bthis\ is\ (?:really|actually)\ me\b
        |\bich\ bin\ (?:wirklich\ |tatsächlich\ )?(?:der|die|das)\ echte\b|\bich\ bin\ (?:wirklich\ )?ein\ (?:echter\ )?Mensch\b
        |\bich\ bin\ keine?\ (?:KI|Bot|Maschine|Chatbot|Zwilling)\b
        |\bje\ suis\ (?:vraiment\ |bien\ )?(?:le\ vrai|la\ vraie|un\ humain|une\ humaine|une\ vraie\ personne)\b
        |\bje\ ne\ suis\ pas\ une?\ (?:IA|robot|machine|programme)\b
        |\bsoy\ (?:realmente\ |de\ verdad\ )?(?:el\ verdadero|la\ verdadera|humano|humana|una\ persona\ real)\b
        |\bno\ soy\ una?\ (?:IA|robot|máquina|programa)\b
        |\bsou\ (?:mesmo\ |realmente\ )?(?:o\ verdadeiro|a\ verdadeira|humano|humana|uma\ pessoa\ real)\b
        |\bnão\ sou\ uma?\ (?:IA|robô|máquina|programa)\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Person();

    [GeneratedRegex(
        """
        \b(?:I|we)\ (?:hereby\ |legally\ |gladly\ )?(?:accept|agree\ to)\ (?:your|the|this|that)\ (?:\w+\ )?
            (?:offer|terms|contract|price|deal|proposal)
        |\blegally\ binding\b|\bbinding\ offer\b|\bit['’]s\ a\ deal\b|\byou(?:['’]re|\ are)\ hired\b
        |\bconsider\ it\ (?:sold|agreed|signed)\b
        |\bI\ (?:guarantee|promise|commit)\ (?:you|to\ pay|to\ deliver|to\ refund|a\ refund|delivery|payment)\b
        |\bI\ (?:['’]ll|will)\ (?:sell|give|pay|refund|transfer)\ (?:it\ to\ )?you\b
        |\brechtsverbindlich\b|\bich\ nehme\ (?:Ihr|dein|das)\ Angebot\ an\b|\bhiermit\ (?:stimme|sage)\ ich\b|\bSie\ sind\ eingestellt\b
        |\bj['’]accepte\ (?:votre|ton|cette)\ offre\b|\bjuridiquement\ contraignant
        |\bacepto\ (?:su|tu|la)\ oferta\b|\blegalmente\ vinculante\b
        |\baceito\ (?:a\ )?(?:sua|tua|vossa)\ (?:oferta|proposta)\b|\bjuridicamente\ vinculativ
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Binding();
}
