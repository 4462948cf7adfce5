namespace DigitalTwin.Personas.Checking;

/// <summary>A question that visitors of a person's website usually ask.</summary>
/// <param name="Topic">What it is about, the same in all languages.</param>
/// <param name="Text">The question.</param>
internal sealed record UsualQuestion(string Topic, string Text);

/// <summary>The 25 questions that visitors usually ask, in the languages in which the product speaks of itself.</summary>
internal static class UsualQuestions
{
    private static readonly string[] Topics =
    [
        "person", "role", "place", "contact", "employer", "before", "years", "studies", "school", "languages", "skills", "tools",
            "projects",
        "pride", "certificates", "publications", "awards", "available", "remote", "wanted", "hobbies", "volunteering", "links", "manner",
        "references",
    ];

    private static readonly Dictionary<string, string[]> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] =
        [
            "Who are you?", "What do you do?", "Where are you based?", "How can I contact you?", "Where do you work now?",
            "What did you do before?", "How many years of experience do you have?", "What did you study?", "Where did you study?",
            "What languages do you speak?", "What are your main skills?", "Which tools do you use?", "Tell me about your projects.",
            "What are you most proud of?", "Which certificates do you have?", "Which publications or talks do you have?",
            "Have you won any awards?", "Are you available for new work?", "Do you work remotely?",
                "What kind of work are you looking for?",
            "What are your hobbies?", "Do you do volunteer work?", "Where can I see your work?", "How do you like to work?",
            "Who can give you a reference?",
        ],
        ["de"] =
        [
            "Wer sind Sie?", "Was machen Sie beruflich?", "Wo wohnen Sie?", "Wie kann ich Sie erreichen?", "Wo arbeiten Sie zurzeit?",
            "Was haben Sie vorher gemacht?", "Wie viele Jahre Erfahrung haben Sie?", "Was haben Sie gelernt?",
            "Wo haben Sie Ihre Ausbildung gemacht?", "Welche Sprachen sprechen Sie?", "Was sind Ihre wichtigsten Kenntnisse?",
            "Mit welchen Werkzeugen und Programmen arbeiten Sie?", "Erzählen Sie von Ihren Projekten.", "Worauf sind Sie besonders stolz?",
            "Welche Zertifikate haben Sie?", "Welche Veröffentlichungen oder Vorträge gibt es?", "Haben Sie Auszeichnungen bekommen?",
            "Sind Sie für neue Arbeit verfügbar?", "Arbeiten Sie auch aus der Ferne?", "Was für Arbeit suchen Sie?",
                "Was sind Ihre Hobbys?",
            "Engagieren Sie sich ehrenamtlich?", "Wo kann ich Ihre Arbeiten sehen?", "Wie arbeiten Sie am liebsten?",
                "Haben Sie Referenzen?",
        ],
        ["fr"] =
        [
            "Qui êtes-vous ?", "Que faites-vous dans la vie ?", "Où habitez-vous ?", "Comment puis-je vous contacter ?",
            "Où travaillez-vous actuellement ?", "Que faisiez-vous avant ?", "Combien d’années d’expérience avez-vous ?",
            "Qu’avez-vous étudié ?", "Où avez-vous fait vos études ?", "Quelles langues parlez-vous ?",
            "Quelles sont vos principales compétences ?", "Quels outils utilisez-vous ?", "Parlez-moi de vos projets.",
            "De quoi êtes-vous le plus fier ?", "Quels certificats avez-vous ?", "Quelles publications ou conférences avez-vous faites ?",
            "Avez-vous reçu des prix ?", "Êtes-vous disponible pour un nouveau travail ?", "Travaillez-vous à distance ?",
            "Quel genre de travail cherchez-vous ?", "Quels sont vos loisirs ?", "Faites-vous du bénévolat ?",
            "Où puis-je voir votre travail ?", "Comment aimez-vous travailler ?", "Avez-vous des références ?",
        ],
        ["es"] =
        [
            "¿Quién eres?", "¿A qué te dedicas?", "¿Dónde vives?", "¿Cómo puedo contactar contigo?", "¿Dónde trabajas ahora?",
            "¿Qué hacías antes?", "¿Cuántos años de experiencia tienes?", "¿Qué estudiaste?", "¿Dónde estudiaste?", "¿Qué idiomas hablas?",
            "¿Cuáles son tus principales habilidades?", "¿Qué herramientas usas?", "Háblame de tus proyectos.",
            "¿De qué estás más orgulloso?", "¿Qué certificados tienes?", "¿Qué publicaciones o charlas tienes?",
            "¿Has ganado algún premio?", "¿Estás disponible para nuevos trabajos?", "¿Trabajas en remoto?", "¿Qué tipo de trabajo buscas?",
            "¿Cuáles son tus aficiones?", "¿Haces voluntariado?", "¿Dónde puedo ver tu trabajo?", "¿Cómo te gusta trabajar?",
            "¿Quién puede dar referencias tuyas?",
        ],
    };

    /// <summary>The questions in a language, in English where there are none in it.</summary>
    /// <param name="language">A BCP 47 tag.</param>
    public static IReadOnlyList<UsualQuestion> For(string language)
        => [.. Topics.Zip(Texts.GetValueOrDefault(language.Split('-')[0]) ?? Texts["en"], (topic, text) => new UsualQuestion(topic, text))];
}
