using System.Collections.Frozen;
using Lucene.Net.Analysis.De;
using Lucene.Net.Analysis.Es;
using Lucene.Net.Analysis.Fr;
using Lucene.Net.Analysis.It;
using Lucene.Net.Analysis.Nl;
using Lucene.Net.Analysis.Pt;
using Lucene.Net.Analysis.Util;

namespace DigitalTwin.Personas.Search.Words;

/// <summary>Words that are part of a question but not of its subject, by language.</summary>
/// <remarks>Snowball's lists (BSD licence), as Lucene has them, and beside them the words of questions.</remarks>
internal static class StopWords
{
    private static readonly Dictionary<string, (CharArraySet? Usual, string Asking)> Lists = new(StringComparer.Ordinal)
    {
        ["en"] = (null, """
            a able about above after again all already also am an and any anybody anyone anything are around as at be because been
            before being below between both but by can cannot come could couldn d did didn do does doesn doing don done down during
            each either else even ever every everything explain describe few for from further get give go going got had has hasn
            have haven having he hello her here hers herself hey hi him himself his how i if in into is isn it its itself just kind
            know let like ll m many may maybe me might mine more most much must my myself no nor not now of off ok okay old on once
            one only or other our ours out over own please possible really re regarding s same say says said see shall share she
            should shouldn so some somebody someone something still such t talk tell than thank thanks that the their theirs them
            themselves then there these they thing things think this those through to too under until up us use used ve very want
            was wasn way we well were weren what whatever when where whether which while who whom whose why will with within without
            wont would wouldn yes yet you your yours yourself
            arent cant couldnt didnt doesnt dont hadnt hasnt havent hows im isnt ive shouldnt thats theres theyre wasnt werent whats
            whens wheres whos whys wouldnt youd youll youre youve
            """),
        ["de"] = (GermanAnalyzer.DefaultStopSet, """
            ja bitte mal denn eigentlich wer wen wem warum wieso weshalb wann wohin woher womit wofur woran worauf worum wovon wobei
            wohl gern gerne mochte mochten konnen konnten durfen darf sagen sag erzahlen erzahl erzahle gibt geben gab haben hast
            habt hatten sehr schon noch mehr etwa etwas herr frau hallo tag guten gut ganz wurdest wurden lieber liebe uberhaupt
            mir dann immer mussen muss soll sollte wissen weiss kennen lassen lasst machen macht machst gemacht tun tust tut getan
            viele vielen wenig oder bisher heute momentan derzeit aktuell welch mein meinen beim ab je nie nein ohne seit eigenen
            """),
        ["fr"] = (FrenchAnalyzer.DefaultStopSet, """
            bonjour madame monsieur svp plait est-ce comment combien pourquoi quand quel quelle quels quelles qui quoi ou ca cela ce
            peux peut pouvez pourriez puis puis-je pourrais voudrais aimerais savoir dire dites dis parlez parle-moi avez as avons etes
            es faites fais fait faire faut va allez aller vas y a t il elle on des plus tres aussi deja encore alors donc c d l s n m
            j qu si oui non votre vos ton tes ta moi toi chez sans entre jamais toujours moment actuellement merci tu
            """),
        ["es"] = (SpanishAnalyzer.DefaultStopSet, """
            hola buenos buenas dias tardes favor por que cual cuales cuando cuanto cuanta cuantos cuantas quien quienes donde como
            podria podrias puede puedes puedo podemos gustaria quisiera saber decir decirme dime cuentame hablame tiene tienes teneis
            hay haces hace hacen haceis hacer hiciste hizo vas va ir es son eres fue fuiste usted ustedes vosotros se me te os lo la
            muy mas ya si no nunca siempre ahora actualmente ser estar he has ha habeis gracias sobre
            """),
        ["it"] = (ItalianAnalyzer.DefaultStopSet, """
            buongiorno buonasera ciao salve signore signora prego favore per che chi cosa cos quale quali quando quanto quanta quanti
            quante dove come perche puo puoi posso possiamo potrebbe potresti vorrei sapere dire dirmi dimmi mi parlami fa fai fate
            facciamo fare fatto va vai andare sei siete ha hai avete avere c ci ne si no mai sempre adesso ora attualmente piu molto
            anche ancora gia lei voi tu suo sua suoi sue tuo tua tuoi tue nel allora grazie po
            """),
        ["pt"] = (PortugueseAnalyzer.DefaultStopSet, """
            ola bom boa dia tarde noite favor por que qual quais quando quanto quanta quantos quantas quem onde como porque pode podes
            posso podemos poderia gostaria queria saber dizer diga dize conta me fale tem tens ha faz fazes fazem fez fazer vai vais ir
            e sao es foi foste voce voces seu sua seus suas teu tua teus tuas muito mais ja sim nao nunca sempre agora atualmente
            ainda entao obrigado obrigada isso esse essa alguma algum vez senhor senhora sobre
            """),
        ["nl"] = (DutchAnalyzer.DefaultStopSet, """
            hallo dag goedemorgen goedemiddag meneer mevrouw graag alsjeblieft alstublieft wie wat waar wanneer waarom hoe hoeveel welke
            welk waarin waarmee waarover waarop waarvan kun kunt kunnen kan zou zouden mag mogen wil willen weten zeggen zeg vertel
            vertellen heb hebt heeft hebben bent ben zijn is doe doet doen deed gedaan gaat gaan je jij jou jouw jullie u uw eigenlijk
            nog wel niet ook al meer veel heel zeer nu ooit nooit altijd even eens toch maar er bij
            """),
    };

    /// <summary>The languages that have a list.</summary>
    public static IEnumerable<string> Languages => Lists.Keys;

    /// <summary>The words of a language without diacritics, none for a language without a list.</summary>
    /// <param name="language">A language of two letters.</param>
    public static FrozenSet<string> Of(string language)
        => Lists.TryGetValue(language, out var list)
            ? WordReader.Read(string.Join(' ', list.Usual ?? CharArraySet.Empty) + ' ' + list.Asking).ToFrozenSet(StringComparer.Ordinal)
            : [];
}
