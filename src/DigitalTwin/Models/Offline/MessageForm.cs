using DigitalTwin.Inbox;
using DigitalTwin.Personas.Speech;

namespace DigitalTwin.Models.Offline;

/// <summary>What a visitor fills in who leaves a message; in one answer or in several.</summary>
internal sealed class MessageForm
{
    /// <summary>What is asked for, by the names of its phrases.</summary>
    public static readonly IReadOnlyList<string> Fields = ["name", "contact", "message"];

    private const int LongestName = 40;

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public string Name => values["name"];

    public string Contact => values["contact"];

    public string Message => values["message"];

    /// <summary>Whether nothing is given yet.</summary>
    public bool IsEmpty => values.Count == 0 && !IsContactWrong;

    /// <summary>Whether something was given as a contact that is none.</summary>
    public bool IsContactWrong { get; private set; }

    /// <summary>What is not given yet, in the order in which it is asked for.</summary>
    public IReadOnlyList<string> Missing => [.. Fields.Where(each => !values.ContainsKey(each))];

    /// <summary>Takes an answer.</summary>
    /// <param name="answer">Lines with the labels of the form, or plain words.</param>
    /// <param name="isWhole">Whether all was asked for at once; else plain words are the first thing that is missing.</param>
    public void Take(string answer, bool isWhole)
    {
        IsContactWrong = false;
        if (!answer.Split('\n').Any(line => LabelOf(line) is not null))
        {
            TakePlain(answer, isWhole);
            return;
        }

        var last = "message";
        foreach (var line in answer.Split('\n'))
        {
            var label = LabelOf(line);
            last = label ?? last;
            var value = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..];
            Set(last, label is null ? $"{values.GetValueOrDefault(last)}\n{line}" : value);
        }
    }

    private static string? LabelOf(string line)
        => line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
            ? Fields.FirstOrDefault(each => Phrases.IsOne($"field-{each}", line[..colon]))
            : null;

    private void TakePlain(string answer, bool isWhole)
    {
        if (!isWhole)
        {
            Set(Missing is [var first, ..] ? first : "message", answer);
            return;
        }

        foreach (var line in answer.Split('\n').Where(line => line.Trim().Length > 0))
        {
            Set(ContactDetails.IsIn(line) && line.Length <= LeadBook.LongestField ? "contact"
                : line.Length <= LongestName && !values.ContainsKey("name") ? "name" : "message", line);
        }
    }

    private void Set(string field, string value)
    {
        value = value.Trim();
        if (field == "contact" && value.Length > 0 && !ContactDetails.IsIn(value))
        {
            IsContactWrong = true;
        }
        else if (value.Length > 0)
        {
            values[field] = value;
        }
    }
}
