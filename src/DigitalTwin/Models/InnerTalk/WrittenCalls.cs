using System.Text.Json;
using System.Text.RegularExpressions;
using DigitalTwin.Models.Endpoints;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.InnerTalk;

/// <summary>Reads the tool calls that a model wrote as text, because its server does not know the model's way to call.</summary>
/// <param name="offered">The names of the tools it was offered: nothing else is a call.</param>
internal sealed partial class WrittenCalls(IReadOnlyCollection<string> offered)
{
    private const int Most = 16;

    private readonly List<FunctionCallContent> found = [];

    /// <summary>The calls, in their order.</summary>
    public IReadOnlyList<FunctionCallContent> Found => found;

    /// <summary>Reads what stood between the marks of calls, the first mark included.</summary>
    public void Read(string text)
    {
        var before = 0;
        var count = found.Count;
        foreach (var (at, length) in JsonInText.Objects(text))
        {
            ReadObject(text[at..(at + length)], text[before..at]);
            before = at + length;
        }

        if (found.Count == count)
        {
            ReadTags(text);
        }

        if (found.Count == count)
        {
            ReadCode(text);
        }
    }

    private void ReadObject(string json, string before)
    {
        if (JsonInText.TryParse(json) is not { } value)
        {
            return;
        }

        var calls = JsonCalls.Of(value).ToList();
        foreach (var (name, arguments) in calls)
        {
            Add(name, arguments);
        }

        // A name, some mark, and the arguments.
        if (calls.Count == 0 && NamedIn(before) is { } named)
        {
            Add(named, value);
        }
    }

    // <function=name><parameter=key>value</parameter>, <invoke name="name"><parameter name="key">, name<arg_key>key</arg_key><arg_value>
    private void ReadTags(string text)
    {
        if (NamedIn(text.Length > 400 ? text[..400] : text) is not { } name)
        {
            return;
        }

        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (Match parameter in Parameter().Matches(text))
        {
            var value = parameter.Groups["value"].Value.Trim();
            values[parameter.Groups["key"].Value] = JsonInText.TryParse(value) ?? JsonSerializer.SerializeToElement(value);
        }

        if (values.Count > 0)
        {
            Add(name, JsonSerializer.SerializeToElement(values));
        }
    }

    // name(key="value", count=3)
    private void ReadCode(string text)
    {
        foreach (var name in offered)
        {
            var call = Regex.Match(text, $@"\b{Regex.Escape(name)}\s*\((?<arguments>[^)]*)\)", RegexOptions.None, TimeSpan.FromSeconds(1));
            if (!call.Success)
            {
                continue;
            }

            var values = Argument().Matches(call.Groups["arguments"].Value).ToDictionary(
                each => each.Groups["key"].Value,
                each => JsonInText.TryParse(each.Groups["bare"].Value) ?? JsonSerializer.SerializeToElement(each.Groups["text"].Value));
            Add(name, JsonSerializer.SerializeToElement(values));
        }
    }

    private string? NamedIn(string text)
        => offered.Select(name => (Name: name, At: text.LastIndexOf(name, StringComparison.Ordinal)))
            .Where(each => each.At >= 0)
            .OrderBy(each => each.At)
            .ThenBy(each => each.Name.Length)
            .LastOrDefault().Name;

    private void Add(string name, JsonElement arguments)
    {
        name = Decoration().Replace(name, "");
        if (!offered.Contains(name) || found.Count == Most)
        {
            return;
        }

        var text = arguments.ValueKind == JsonValueKind.String ? ModelText.Of(arguments) : arguments.GetRawText();
        if (JsonInText.TryParse(text) is { ValueKind: JsonValueKind.Object } values)
        {
            var read = values.EnumerateObject()
                .GroupBy(each => each.Name)
                .ToDictionary(each => each.Key, each => (object?)each.Last().Value, StringComparer.Ordinal);
            found.Add(new FunctionCallContent($"written_{found.Count}", name, read));
        }
    }

    [GeneratedRegex(
        @"<parameter(?:=|\s+name=[""']?)(?<key>[\w.-]{1,64})[""']?[^>]*>(?<value>.*?)</parameter>"
            + @"|<arg_key>\s*(?<key>[\w.-]{1,64})\s*</arg_key>\s*<arg_value>(?<value>.*?)</arg_value>",
        RegexOptions.Singleline)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"(?<key>[A-Za-z_]\w{0,63})\s*=\s*(?:""(?<text>[^""]*)""|'(?<text>[^']*)'|(?<bare>[\w.+-]+))")]
    private static partial Regex Argument();

    [GeneratedRegex(@"^functions?[.:]|:\d+$")]
    private static partial Regex Decoration();
}
