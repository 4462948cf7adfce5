using System.Text;
using DigitalTwin.Conversations;
using DigitalTwin.Models;
using DigitalTwin.Personas;
using DigitalTwin.Prompts;
using DigitalTwin.Testing;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Tests.Prompts;

/// <summary>How much of a prompt an endpoint knows from the one before: what it knows, it answers sooner and for less.</summary>
public sealed class PrefixTests
{
    private static readonly string[] Questions =
    [
        "What do you know of gears?", "And of looms?", "Who taught you music?", "When was that?", "What about birds and wings?",
        "How do you price your work?", "Did you ever fail?", "Tell me about horses.",
    ];

    [Theory]
    [InlineData(true, 0.95)]
    [InlineData(false, 0.60)]
    public void Most_of_a_prompt_is_the_one_before(bool fits, double least)
    {
        var persona = fits ? TestPersonas.Ada : Large();
        var prompts = Session(persona, fits ? 64_000 : 16_000, "de").ToList();
        var shares = prompts.Zip(prompts.Skip(1), Share).ToList();
        var line = string.Join(", ", shares.Select(share => $"{share:P1}"));
        TestContext.Current.TestOutputHelper!.WriteLine($"The persona fits: {fits}. Kept from turn to turn: {line}");
        shares.ShouldAllBe(share => share >= least);
    }

    [Fact]
    public void The_instructions_are_the_same_for_all_visitors()
    {
        var one = Builder(64_000).Build(TestPersonas.Ada, new PromptInput("Bonjour", "", [], "fr")).Messages[0].Text;
        var other = Builder(64_000).Build(TestPersonas.Ada, new PromptInput("Who are you?", "", History(4), "ar")).Messages[0].Text;
        other.ShouldBe(one);
    }

    [Fact]
    public void A_history_begins_with_the_visitor()
    {
        var history = History(4).Skip(1).ToList();
        var messages = Builder(64_000).Build(TestPersonas.Ada, new PromptInput("And?", "", history, null)).Messages;
        messages[1].Text.ShouldContain(history[1].Text);
        messages.Count.ShouldBe(4, "the answer that nobody asked for is left out");
    }

    private static IEnumerable<byte[]> Session(PersonaSnapshot persona, int tokens, string locale)
    {
        var (builder, said) = (Builder(tokens), new List<StoredMessage>());
        foreach (var question in Questions)
        {
            var prompt = builder.Build(persona, new PromptInput(question, "", [.. said], locale));
            yield return Encoding.UTF8.GetBytes(string.Concat(prompt.Messages.Select(message => $"[{message.Role}] {message.Text}\n")));
            said.Add(Message(said.Count + 1, question));
            said.Add(Message(said.Count + 1, $"About '{question}' I have written this and that, and a little more."));
        }
    }

    private static double Share(byte[] before, byte[] after) => (double)before.AsSpan().CommonPrefixLength(after) / before.Length;

    private static PromptBuilder Builder(int tokens)
        => new(new TokenEstimator(), Options.Create(new ModelOptions { Name = "m", ContextTokens = tokens }), new ManualTime());

    private static List<StoredMessage> History(int count)
        => [.. Enumerable.Range(1, count).Select(number => Message(number, $"Said {number}"))];

    private static StoredMessage Message(int number, string text)
        => new() { Number = number, Id = $"{number}", IsFromVisitor = number % 2 == 1, Text = text, At = DateTimeOffset.UnixEpoch };

    // Facts in other words each, as many as fit into the room three times.
    private static PersonaSnapshot Large()
    {
        string[] things = ["gears", "looms", "music", "birds", "wings", "horses", "prices", "failures", "letters", "tea", "maps"];
        var notes = Enumerable.Range(0, 700).Select(i =>
            $"## Note {i} on {Thing(i)}\n\nIn year {1000 + i} I thought about {Thing(i)} and {Thing(i * 7)}, and wrote {i} pages on it.\n");
        return TestPersonas.Snapshot("---\nname: Large\n---\n\n" + string.Join('\n', notes));

        string Thing(int i) => things[i % things.Length];
    }
}
