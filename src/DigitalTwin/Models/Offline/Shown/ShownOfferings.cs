using System.Globalization;
using System.Text;
using DigitalTwin.Personas.Speech;
using DigitalTwin.Prompts;

namespace DigitalTwin.Models.Offline.Shown;

/// <summary>Says what a search for offerings has found, by the result of its tool as any model is shown it.</summary>
internal static class ShownOfferings
{
    private const double Enough = 0.5;

    /// <summary>The offerings that fit, as a list; <see langword="null"/> where none does.</summary>
    public static string? Say(string result, Phrases phrases)
    {
        var (text, number) = (new StringBuilder(phrases["offer-found"]), 0);
        foreach (var offering in ToolList.Read(result).Where(each => each.GetProperty("fits").GetDouble() is 0 or >= Enough))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n\n{++number}. **{offering.GetProperty("title").GetString()}**, ")
                .Append(offering.GetProperty("price").GetString()).Append(' ')
                .Append(CitationMarker.For(offering.GetProperty("id").GetString()!));
        }

        return number == 0 ? null : text.ToString();
    }
}
