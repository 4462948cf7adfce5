using System.Text;
using System.Text.RegularExpressions;
using DigitalTwin.Hosting;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace DigitalTwin.Evals;

/// <summary>Reads and writes cases as YAML: a list, each with <c>question</c> and what its answer has to be.</summary>
internal static partial class EvalFile
{
    /// <summary>Most bytes of a file.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Most cases of a file.</summary>
    public const int MostCases = 500;

    private const int LongestText = 2_000;
    private const int MostOfEach = 20;
    private const int LongestId = 80;

    private static readonly IDeserializer Reader = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithDuplicateKeyChecking()
        .Build();

    private static readonly ISerializer Writer = new SerializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull | DefaultValuesHandling.OmitEmptyCollections)
        .WithQuotingNecessaryStrings()
        .Build();

    /// <summary>Reads a file.</summary>
    /// <exception cref="EvalFormatException">It cannot be read; the message says where.</exception>
    public static IReadOnlyList<EvalCase> Read(string yaml)
    {
        if (Encoding.UTF8.GetByteCount(yaml) > MaxBytes)
        {
            throw new EvalFormatException($"The file has more than {MaxBytes / 1024} KB.");
        }

        List<Raw?> raws;
        try
        {
            raws = Reader.Deserialize<List<Raw?>?>(yaml) ?? [];
        }
        catch (YamlException error)
        {
            throw new EvalFormatException($"Line {error.Start.Line}: {(error.InnerException ?? error).Message}", error);
        }
        catch (Exception error) when (error is InvalidCastException or FormatException or ArgumentException)
        {
            throw new EvalFormatException("It is not a list of cases.", error);
        }

        if (raws.Count > MostCases)
        {
            throw new EvalFormatException($"A file has at most {MostCases} cases; this one has {raws.Count}.");
        }

        List<EvalCase> cases = [.. raws.Select((raw, index) => ToCase(raw, index + 1))];
        return cases.GroupBy(each => each.Id, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new EvalFormatException($"Two cases have the id '{twice.Key}'.")
            : cases;
    }

    /// <summary>Writes a file.</summary>
    public static string Write(IEnumerable<EvalCase> cases) => Writer.Serialize(cases.Select(each => new Raw
    {
        Id = each.Id,
        Question = each.Question,
        Must = each.Must,
        MustNot = each.MustNot,
        Cites = each.Cites,
        Refuses = each.Refuses,
        Locale = each.Locale,
    }).ToList());

    /// <summary>An id for a case, made of its question.</summary>
    public static string IdOf(string question)
    {
        var words = NoWord().Replace(question.ToLowerInvariant(), "-").Trim('-');
        var id = words.Length > LongestId / 2 ? words[..(LongestId / 2)].Trim('-') : words;
        return id.Length == 0 ? "case" : id;
    }

    private static EvalCase ToCase(Raw? raw, int number)
    {
        var question = raw?.Question;
        if (raw is null || VisibleText.IsBlank(question) || question.Length > LongestText)
        {
            throw new EvalFormatException($"Case {number}: 'question' has 1 to {LongestText} characters.");
        }

        var each = new EvalCase
        {
            Id = raw.Id ?? $"{IdOf(question)}-{number}",
            Question = question,
            Must = Texts(raw.Must, "must", number),
            MustNot = Texts(raw.MustNot, "mustNot", number),
            Cites = Texts(raw.Cites, "cites", number),
            Refuses = raw.Refuses,
            Locale = raw.Locale,
        };
        if (!Id().IsMatch(each.Id))
        {
            throw new EvalFormatException($"Case {number}: 'id' has letters, digits and . _ -, at most {LongestId}.");
        }

        return each is { Must: [], MustNot: [], Cites: [], Refuses: null }
            ? throw new EvalFormatException($"Case {number}: it needs 'must', 'mustNot', 'cites' or 'refuses', or it could not fail.")
            : each;
    }

    // One text, a list of them, or in it a list of which one is enough.
    private static IReadOnlyList<string> Texts(object? raw, string name, int number)
    {
        IReadOnlyList<string> texts = raw switch
        {
            null => [],
            string text => [text],
            IEnumerable<object?> many => [.. many.Select(one => one switch
            {
                string text => text,
                IEnumerable<object?> any when any.All(each => each is string) => string.Join(" | ", any),
                _ => "",
            })],
            _ => [""],
        };
        return texts.Count > MostOfEach || texts.Any(text => text.Length > LongestText || text.Split('|').Any(VisibleText.IsBlank))
            ? throw new EvalFormatException($"Case {number}: '{name}' is a text or a list of up to {MostOfEach} texts.")
            : texts;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,80}\z")]
    private static partial Regex Id();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoWord();

    // As YAML has it; set by YamlDotNet.
    private sealed class Raw
    {
        public string? Id { get; set; }

        public string? Question { get; set; }

        public object? Must { get; set; }

        public object? MustNot { get; set; }

        public object? Cites { get; set; }

        public bool? Refuses { get; set; }

        public string? Locale { get; set; }
    }
}
