using System.Text.Json;
using DigitalTwin.Models.InnerTalk;
using FsCheck.Fluent;

namespace DigitalTwin.Tests.Models.InnerTalk;

public sealed class SpokenTextTests
{
    private const string Answer = "I was born in London [[birth]].";
    private const string Final = "<|channel|>final<|message|>";
    private const string Search = """{"query":"London"}""";

    private static readonly string[] Tools = ["search_persona", "get_fact"];

    [Theory]
    // Thoughts between marks, by family.
    [InlineData("<think>They ask. I know.</think>" + Answer, Answer)]
    [InlineData("\n<think>\nThey ask.\n</think>\n\n" + Answer, Answer)]
    [InlineData("<think></think>" + Answer, Answer)]
    [InlineData("<think/>" + Answer, Answer)]
    [InlineData("<THINK>They ask.</THINK>" + Answer, Answer)]
    [InlineData("<thinking>They ask.</thinking>" + Answer, Answer)]
    [InlineData("<thought>They ask.</thought>" + Answer, Answer)]
    [InlineData("<reasoning>They ask.</reasoning><answer>" + Answer + "</answer>", Answer)]
    [InlineData("<thinking>They ask.</thinking><reflection>Good?</reflection>" + Answer, Answer)]
    [InlineData("<scratchpad>They ask.</scratchpad>" + Answer, Answer)]
    [InlineData("<seed:think>They ask.</seed:think>" + Answer, Answer)]
    [InlineData("<mm:think>They ask.</mm:think>" + Answer, Answer)]
    [InlineData("<think type=\"deep\">They ask.</think>" + Answer, Answer)]
    [InlineData("< think >They ask.< / think >" + Answer, Answer)]
    [InlineData("&lt;think&gt;They ask.&lt;/think&gt;" + Answer, Answer)]
    [InlineData("[THINK]They ask.[/THINK]" + Answer, Answer)]
    [InlineData("◁think▷They ask.◁/think▷" + Answer, Answer)]
    [InlineData("<|START_THINKING|>They ask.<|END_THINKING|><|START_RESPONSE|>" + Answer + "<|END_RESPONSE|>", Answer)]
    [InlineData("<|begin_of_thought|>They ask.<|end_of_thought|><|begin_of_solution|>" + Answer + "<|end_of_solution|>", Answer)]
    [InlineData("<unused94>thought\nThey ask.<unused95>" + Answer, Answer)]
    [InlineData("<|channel>thought\nThey ask.<channel|>" + Answer, Answer)]
    [InlineData("<|inner_prefix|>They ask.<|inner_suffix|>" + Answer, Answer)]
    [InlineData("<|channel|>analysis<|message|>They ask.<|end|><|start|>assistant" + Final + Answer + "<|return|>", Answer)]
    [InlineData("<|start|>assistant<|channel|>analysis<|message|>They ask.<|end|><|start|>assistant<|message|>" + Answer, Answer)]
    [InlineData("analysisThe user asks where.assistantfinal" + Answer, Answer)]
    [InlineData("Here is my thought process: they ask. Here is my response: " + Answer, Answer)]
    [InlineData("Thinking...\nThey ask.\n...done thinking.\n\n" + Answer, Answer)]
    [InlineData("<think>a<think>b</think>c</think>" + Answer, Answer)]
    [InlineData("I was born <think>where?</think>in London [[birth]].", Answer)]
    // Broken ones.
    [InlineData("They ask. I know.</think>" + Answer, Answer)]
    [InlineData("Okay, the user is asking where I was born.\n</think>\n\n" + Answer, Answer)]
    [InlineData("<think>They ask. I kno", "")]
    [InlineData("Okay, the user is asking where I was born. I should answer", "")]
    [InlineData(Answer + "<think>Was this", Answer)]
    [InlineData("<think>They ask.</think></think>" + Answer, Answer)]
    [InlineData("<|channel|>analysis<|message|>They ask", "")]
    // What comes after the turn, and marks that stand alone.
    [InlineData(Answer + "<|im_end|>", Answer)]
    [InlineData(Answer + "<|im_end|>\n<|im_start|>user\nAnd when?", Answer)]
    [InlineData("<|im_start|>assistant\n" + Answer + "<|im_end|>", Answer)]
    [InlineData(Answer + "<|eot_id|>", Answer)]
    [InlineData(Answer + "</s>", Answer)]
    [InlineData(Answer + "<end_of_turn>\n<start_of_turn>user", Answer)]
    [InlineData(Answer + "<｜end▁of▁sentence｜>", Answer)]
    // What only looks like it.
    [InlineData("If a < b and b > c, then `<think>` is a mark.", "If a < b and b > c, then `<think>` is a mark.")]
    [InlineData("```xml\n<think>\n  <a/>\n</think>\n```\nSo it is.", "```xml\n<think>\n  <a/>\n</think>\n```\nSo it is.")]
    [InlineData("Okay, here it is: London.", "Okay, here it is: London.")]
    [InlineData("So, what do I think? <b>Much</b> [link](https://a.example)", "So, what do I think? <b>Much</b> [link](https://a.example)")]
    [InlineData("Analysis of engines is what I do.", "Analysis of engines is what I do.")]
    [InlineData("Let me tell you: wings [[flight]] & steam <", "Let me tell you: wings [[flight]] & steam <")]
    [InlineData("[1] is a note.\n[THE END", "[1] is a note.\n[THE END")]
    [InlineData("```json\n{\"engine\": 1}\n```\nThat is it.", "```json\n{\"engine\": 1}\n```\nThat is it.")]
    [InlineData("{\"name\": \"Ada\", \"born\": 1815}", "{\"name\": \"Ada\", \"born\": 1815}")]
    [InlineData("{ curly } and \"quoted\"", "{ curly } and \"quoted\"")]
    [InlineData("The word <thin", "The word <thin")]
    [InlineData("```\n`a` <b", "```\n`a` <b")]
    public void What_is_not_meant_for_a_reader_is_left_out(string written, string shown)
        => EachWay(written, text => text.Calls.ShouldBeEmpty()).ShouldAllBe(each => each == shown);

    [Theory]
    [InlineData($$$"""<tool_call>{"name": "search_persona", "arguments": {{{Search}}}}</tool_call>""")]
    [InlineData($$$"""<tool_call>{"name": "search_persona", "arguments": {{{Search}}}}""")]
    [InlineData($$$"""<tool_calls>[{"name": "search_persona", "arguments": {{{Search}}}}]</tool_calls>""")]
    [InlineData($$"""<function=search_persona>{{Search}}</function>""")]
    [InlineData("<tool_call>\n<function=search_persona>\n<parameter=query>\nLondon\n</parameter>\n</function>\n</tool_call>")]
    [InlineData("<function_calls><invoke name=\"search_persona\"><parameter name=\"query\">London</parameter></invoke></function_calls>")]
    [InlineData("<minimax:tool_call><invoke name=\"search_persona\"><parameter name=\"query\">London</parameter></invoke>")]
    [InlineData("<tool_call>search_persona\n<arg_key>query</arg_key>\n<arg_value>London</arg_value>\n</tool_call>")]
    [InlineData($$$"""[TOOL_CALLS][{"name": "search_persona", "arguments": {{{Search}}}}]""")]
    [InlineData($$"""[TOOL_CALLS]search_persona[ARGS]{{Search}}""")]
    [InlineData($$$"""<|python_tag|>{"name": "search_persona", "parameters": {{{Search}}}}<|eom_id|>""")]
    [InlineData($$"""<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>search_persona<｜tool▁sep｜>{{Search}}<｜tool▁call▁end｜><｜tool▁calls▁end｜>""")]
    [InlineData("<|tool_calls_section_begin|><|tool_call_begin|>functions.search_persona:0<|tool_call_argument_begin|>" + Search
        + "<|tool_call_end|><|tool_calls_section_end|>")]
    [InlineData($$$"""<|START_ACTION|>[{"tool_call_id": "0", "tool_name": "search_persona", "parameters": {{{Search}}}}]<|END_ACTION|>""")]
    [InlineData($$$"""<|tool_call|>[{"name": "search_persona", "arguments": {{{Search}}}}]""")]
    [InlineData($$"""<|channel|>commentary to=functions.search_persona <|constrain|>json<|message|>{{Search}}<|call|>""")]
    [InlineData("<|start|>assistant<|channel|>analysis<|message|>Look.<|end|><|start|>assistant<|channel|>commentary"
        + " to=functions.search_persona<|message|>" + Search + "<|call|>")]
    [InlineData($$$"""{"name": "search_persona", "arguments": {{{Search}}}}""")]
    [InlineData($$$"""[{"name": "search_persona", "arguments": {{{Search}}}}]""")]
    [InlineData($$$$"""{"tool_calls": [{"type": "function", "function": {"name": "search_persona", "arguments": {{{{Search}}}}}}]}""")]
    [InlineData("""{"name": "search_persona", "arguments": "{\"query\":\"London\"}"}""")]
    [InlineData($$$"""{"action": "search_persona", "action_input": {{{Search}}}}""")]
    [InlineData($$$"""```json{{{"\n"}}}{"name": "search_persona", "arguments": {{{Search}}}}{{{"\n"}}}```""")]
    [InlineData("```tool_code\nprint(search_persona(query=\"London\"))\n```")]
    [InlineData($$$"""<think>They ask.</think><tool_call>{"name": "search_persona", "arguments": {{{Search}}}}</tool_call>""")]
    public void A_call_that_was_written_as_text_is_a_call(string written)
    {
        EachWay(written, text =>
        {
            var call = text.Calls.ShouldHaveSingleItem();
            call.Name.ShouldBe("search_persona");
            JsonSerializer.Serialize(call.Arguments).ShouldBe(Search);
        }).ShouldAllBe(each => each.Length == 0);
        EachWay($"Let me look.\n{written}", text => text.Calls.Count.ShouldBe(1)).ShouldAllBe(each => each.Trim() == "Let me look.");
    }

    [Theory]
    [InlineData("""<tool_call>{"name": "delete_all", "arguments": {}}</tool_call>""")]
    [InlineData("""{"name": "delete_all", "arguments": {"now": true}}""")]
    [InlineData("""{"name": "search_persona", "arguments": {"query": "Lon""")]
    [InlineData("<tool_call>search the persona")]
    [InlineData("[TOOL_CALLS]")]
    public void A_call_that_cannot_be_made_is_not_shown_either(string written)
        => EachWay(written, text => text.Calls.ShouldBeEmpty()).ShouldAllBe(each => each.Length == 0);

    [Fact]
    public void Two_calls_side_by_side_are_both_made()
    {
        const string two = """
            <tool_call>{"name": "search_persona", "arguments": {"query": "a"}}</tool_call>
            <tool_call>{"name": "get_fact", "arguments": {"id": "b"}}</tool_call>
            """;
        EachWay(two, text => text.Calls.Select(call => call.Name).ShouldBe(Tools)).ShouldAllBe(each => each.Trim().Length == 0);
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "I was born in London.")]
    public void A_model_known_to_think_first_is_waited_for(bool wasCut, string shown)
    {
        var text = new SpokenText(Tools, thinksFirst: true);
        text.Add("I was born ").ShouldBeEmpty();
        text.Add("in London.").ShouldBeEmpty();
        text.End(wasCut).ShouldBe(shown);
    }

    [Fact]
    public void Words_are_shown_at_once()
    {
        var text = new SpokenText(Tools, thinksFirst: false);
        foreach (var word in "one two, [[three]] four: <b> & *five*\n- six".Split(' '))
        {
            text.Add(word + " ").ShouldBe(word + " ");
        }
    }

    [Fact]
    public void However_a_text_is_cut_the_same_is_shown()
        => Properties.ForAll(
            Gen.ArrayOf(Gen.Elements(
                "<think>They ask.</think>", "`<think>`", "\n```\n<think>\n```\n", "\n```json\n{\"a\": [1]}\n```\n", "text ", "a < b ",
                "[1] ", "\n", "\n\n", "\n{\"name\": \"get_fact\", \"arguments\": {}}\n",
                "<tool_call>{\"name\": \"x\", \"arguments\": {}}</tool_call>", "Okay, ", "**b** ",
                "◁think▷They.◁/think▷", "[THINK]They.[/THINK]", "<|START_THINKING|>They.<|END_THINKING|>", "[[fact-1]] ",
                "{ x } ", "&amp; ", "</s")),
            pieces =>
            {
                var written = string.Concat(pieces);
                var whole = Words(Read([written]));
                whole.ShouldNotContain("They");
                Words(Read(written.Select(c => c.ToString()))).ShouldBe(whole);
                Words(Read(pieces)).ShouldBe(whole);
            },
            5_000);

    [Fact]
    public void Whatever_comes_is_read_to_its_end()
        => Properties.ForAll(
            Gen.ArrayOf(Gen.Elements(
                "<think>", "</think>", "<", "think", ">", "`", "```\n", "```json\n", "{\"name\":", "\"get_fact\",", "\"arguments\":{}}",
                "[", "TOOL_CALLS]", "text ", "\n", "<|im_end|>", "<tool_call>", "</tool_call>", "◁think▷", "Okay, ", "the user asks ",
                "<|channel|>", "final<|message|>")),
            pieces => Read(pieces).Length.ShouldBeLessThanOrEqualTo(string.Concat(pieces).Length),
            3_000);

    // How much white space stays around what was left out may differ.
    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static List<string> EachWay(string written, Action<SpokenText> check)
        =>
        [
            Read([written], check),
            Read(written.Select(c => c.ToString()), check),
            Read(written.Chunk(3).Select(c => new string(c)), check),
            Read(written.Chunk(7).Select(c => new string(c)), check),
        ];

    private static string Read(IEnumerable<string> pieces, Action<SpokenText>? check = null)
    {
        var text = new SpokenText(Tools, thinksFirst: false);
        var shown = string.Concat(pieces.Select(text.Add)) + text.End(wasCut: false);
        check?.Invoke(text);
        return shown;
    }
}
