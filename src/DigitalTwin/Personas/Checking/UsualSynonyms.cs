namespace DigitalTwin.Personas.Checking;

/// <summary>Words by which visitors ask for the same, in the languages of <see cref="UsualQuestions"/>: a draft begins with them.</summary>
internal static class UsualSynonyms
{
    private static readonly Dictionary<string, string[][]> Groups = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] =
        [
            ["tools", "skills", "technologies", "software"], ["study", "studied", "school", "university", "degree", "education"],
            ["work", "job", "employer", "company"], ["based", "live", "located", "city"], ["contact", "reach", "email"],
            ["hobbies", "interests"], ["awards", "prizes", "won"], ["publications", "talks", "papers"], ["volunteer", "volunteering"],
            ["certificates", "certifications", "licences"], ["reference", "references", "referees"],
        ],
        ["de"] =
        [
            ["Werkzeugen", "Programmen", "Kenntnisse", "Fähigkeiten", "Software"],
                ["gelernt", "Ausbildung", "studiert", "Studium", "Schule"],
            ["arbeiten", "Arbeit", "Arbeitgeber", "Firma", "Beruf", "beruflich"], ["wohnen", "leben", "Wohnort", "Stadt"],
            ["erreichen", "Kontakt", "kontaktieren"], ["Hobbys", "Interessen", "Freizeit"], ["Auszeichnungen", "Preise"],
            ["Zertifikate", "Weiterbildungen"], ["ehrenamtlich", "Ehrenamt", "engagieren"], ["vorher", "früher", "davor"],
        ],
        ["fr"] =
        [
            ["outils", "logiciels", "compétences"], ["étudié", "études", "formation", "diplôme", "école"],
            ["travaillez", "travail", "emploi", "employeur", "entreprise"], ["habitez", "vivez", "installée", "installé", "ville"],
            ["contacter", "joindre", "contact"], ["loisirs", "passions", "intérêts"], ["prix", "récompenses", "distinctions"],
            ["publications", "conférences", "articles"], ["bénévolat", "bénévole"],
        ],
        ["es"] =
        [
            ["herramientas", "programas", "habilidades", "utilizas", "usas"],
                ["estudiaste", "estudios", "formación", "carrera", "universidad"],
            ["trabajas", "trabajo", "empleo", "empresa", "dedicas"], ["vives", "ciudad", "ubicación"], ["contactar", "contacto"],
            ["aficiones", "intereses", "hobbies"], ["premio", "premios", "ganado", "recibido"],
            ["publicaciones", "publicado", "charlas", "conferencias", "dado"], ["referencias", "referencia"],
        ],
    };

    /// <summary>The groups of a language, those of English where there are none.</summary>
    /// <param name="language">A BCP 47 tag.</param>
    public static IReadOnlyList<string[]> For(string language) => Groups.GetValueOrDefault(language.Split('-')[0]) ?? Groups["en"];
}
