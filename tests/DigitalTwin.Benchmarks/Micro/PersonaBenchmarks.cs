using System.Text;
using BenchmarkDotNet.Attributes;
using DigitalTwin.Models;
using DigitalTwin.Models.Offline;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Parsing;
using DigitalTwin.Prompts;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Benchmarks;

/// <summary>What each turn does with the persona: parse (once an edit), rank, build the prompt, answer offline.</summary>
[MemoryDiagnoser]
public class PersonaBenchmarks
{
    private const string Question = "What did you write about the Analytical Engine?";

    private readonly PromptBuilder prompts = new(
        new TokenEstimator(), Options.Create(new ModelOptions { Name = "benchmark" }), TimeProvider.System);
    private readonly PromptInput input = new(Question, "", [], "en");
    private string text = "";
    private PersonaSnapshot snapshot = PersonaSnapshot.BuiltIn;

    /// <summary>Copies of the sample's facts in one persona: 1 is 3 to 5 pages, 50 is a book.</summary>
    [Params(1, 50)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var sample = Encoding.UTF8.GetString(SamplePersona.ReadBytes());
        var body = sample[(sample.IndexOf("\n---\n", StringComparison.Ordinal) + 5)..];
        text = sample + string.Concat(Enumerable.Repeat(body, Size - 1));
        snapshot = Parse();
    }

    [Benchmark]
    public object ParseAndIndex() => Parse();

    [Benchmark]
    public object Rank() => snapshot.Index.Rank(Question).ToList();

    [Benchmark]
    public object BuildPrompt() => prompts.Build(snapshot, input);

    [Benchmark]
    public string AnswerOffline() => new OfflineAnswerer(snapshot).Answer(new OfflineDialogue(Question, ""));

    private PersonaSnapshot Parse() => PersonaSnapshot.Of(PersonaParser.Read(Encoding.UTF8.GetBytes(text)).Persona, "benchmark", null);
}
