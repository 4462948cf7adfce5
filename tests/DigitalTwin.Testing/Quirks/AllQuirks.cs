using static DigitalTwin.Testing.Quirks.Quirk;

namespace DigitalTwin.Testing.Quirks;

/// <summary>What real servers send, and what a careless one might.</summary>
public static class AllQuirks
{
    private const string Stop = "\"stop\"";
    private const string Role = """{"role":"assistant","content":""}""";

    /// <summary>Answers that are whole, however they are written.</summary>
    public static Dictionary<string, Quirk> Answers { get; } = new()
    {
        ["as the protocol says"] = Good(Text("Hello "), Text("there, friend."), Chunk("{}", Stop)),
        ["finish_reason empty"] = Good(Text(Said, "\"\"")),
        ["finish_reason as the text null"] = Good(Text(Said, "\"null\"")),
        ["finish_reason unknown"] = Good(Text(Said, "\"eos\"")),
        ["finish_reason in capitals"] = Good(Text(Said, "\"STOP\"")),
        ["finish_reason of another API"] = Good(Text(Said, "\"end_turn\"")),
        ["finish_reason a number"] = Good(Text(Said, "1")),
        ["finish_reason an object"] = Good(Text(Said, "{\"type\":\"stop\"}")),
        ["no finish_reason, but the mark"] = Good(Text(Said)),
        ["finish_reason, but no mark"] = new(Lines(Text(Said), Chunk("{}", Stop))),
        ["stays open after the mark"] = new(Events(Text(Said), Chunk("{}", Stop))) { StaysOpen = true },
        ["stays open after the reason"] = new(Lines(Text(Said), Chunk("{}", Stop))) { StaysOpen = true },
        ["cut after the reason"] = new(Lines(Text(Said), Chunk("{}", Stop))) { IsReset = true },
        ["an event without data"] = new("data:\n\n" + Events(Text(Said, Stop))),
        ["an event with white space"] = new("data:  \n\n" + Events(Text(Said, Stop))),
        ["comments between events"] = new(
            ": ping\n\n" + Lines(Text("Hello ")) + ": OPENROUTER PROCESSING\n\n" + Events(Text("there, friend.", Stop))),
        ["lines end in CR LF"] = new(Events(Text(Said, Stop)).ReplaceLineEndings("\r\n")),
        ["no space after the colon"] = new(Events(Text(Said, Stop)).Replace("data: ", "data:", StringComparison.Ordinal)),
        ["events with names"] = new("event: message\n" + Lines(Text(Said)) + "event: done\n" + Events(Chunk("{}", Stop))),
        ["a byte order mark first"] = new("\uFEFF" + Events(Text(Said, Stop))),
        ["a ping as an object"] = Good("""{"type":"ping"}""", Text(Said, Stop)),
        ["choices empty first"] = Good("""{"id":"","model":"","choices":[],"prompt_filter_results":[{}]}""", Text(Said, Stop)),
        ["choices null"] = Good("""{"choices":null}""", Text(Said, Stop)),
        ["choices an object"] = Good($$"""{"choices":{"delta":{"content":"{{Said}}"},"finish_reason":"stop"} }"""),
        ["choice null"] = Good("""{"choices":[null]}""", Text(Said, Stop)),
        ["index a text"] = Good(Text(Said, Stop).Replace("\"index\":0", "\"index\":\"0\"", StringComparison.Ordinal)),
        ["index missing"] = Good(Text(Said, Stop).Replace("\"index\":0,", "", StringComparison.Ordinal)),
        ["a second choice nobody asked for"] = Good(
            Text(Said), Text("Not this.").Replace("\"index\":0", "\"index\":1", StringComparison.Ordinal), Chunk("{}", Stop)),
        ["delta null at the end"] = Good(Text(Said), Chunk("null", Stop)),
        ["delta missing at the end"] = Good(Text(Said), """{"choices":[{"index":0,"finish_reason":"stop"}]}"""),
        ["a message in the place of a delta"] = Good($$"""{"choices":[{"message":{"content":"{{Said}}"},"finish_reason":"stop"}]}"""),
        ["the whole message once more at the end"] = Good(
            Text(Said), $$"""{"choices":[{"message":{"content":"{{Said}}"},"finish_reason":"stop"}]}"""),
        ["content null, then text"] = Good(Chunk("""{"content":null}"""), Text(Said, Stop)),
        ["content in parts"] = Good(
            Chunk("""{"content":[{"type":"text","text":"Hello "},{"type":"text","text":"there, friend."}]}""", Stop)),
        ["content in parts, one of them thought"] = Good(
            Chunk("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm."}]}]}"""),
            Chunk("""{"content":[{"type":"text","text":"Hello there, friend."}]}""", Stop)),
        ["content one part"] = Good(Chunk("""{"content":{"type":"text","text":"Hello there, friend."}}""", Stop)),
        ["refusal null"] = Good(Chunk("""{"content":"Hello there, friend.","refusal":null}""", Stop)),
        ["said as a refusal"] = Good(Chunk("""{"content":null,"refusal":"Hello there, friend."}""", Stop)),
        ["text as in old completions"] = Good("""{"choices":[{"text":"Hello there, friend.","finish_reason":"stop"}]}"""),
        ["role in every chunk"] = Good(Chunk(Role), Chunk("""{"role":"assistant","content":"Hello there, friend."}""", Stop)),
        ["role unknown"] = Good(Chunk("""{"role":7,"content":"Hello there, friend."}""", Stop)),
        ["thoughts in a field of their own"] = Good(
            Chunk("""{"reasoning_content":"Hm.","reasoning":"Hm.","content":""}"""), Text(Said, Stop)),
        ["calls empty"] = Good(Chunk("""{"content":"Hello there, friend.","tool_calls":[],"function_call":null}""", Stop)),
        ["calls null"] = Good(Chunk("""{"content":"Hello there, friend.","tool_calls":null}""", Stop)),
        ["calls with null in them"] = Good(Chunk("""{"content":"Hello there, friend.","tool_calls":[null]}""", Stop)),
        ["model null, id a number, created a text"] = Good(
            """{"id":5,"model":null,"created":"now","system_fingerprint":{},"choices":[{"delta":{"content":"Hello there, friend."}}]}""",
            Chunk("{}", Stop)),
        ["usage null"] = Good(Text(Said, Stop), """{"choices":[],"usage":null}"""),
        ["counts null"] = Good(Text(Said, Stop), """{"choices":[],"usage":{"prompt_tokens":null,"completion_tokens":null}}"""),
        ["counts as text"] = Good(Text(Said, Stop), """{"choices":[],"usage":{"prompt_tokens":"12","completion_tokens":"x"}}"""),
        ["counts negative"] = Good(Text(Said, Stop), """{"choices":[],"usage":{"prompt_tokens":-1,"completion_tokens":-2}}"""),
        ["counts enormous"] = Good(
            Text(Said, Stop), """{"choices":[],"usage":{"prompt_tokens":1e400,"completion_tokens":99999999999999999999}}"""),
        ["usage a list"] = Good(Text(Said, Stop), """{"choices":[],"usage":[1]}"""),
        ["error null"] = Good("""{"error":null,"choices":[]}""", Text(Said, Stop)),
        ["a chunk after the end"] = Good(Text(Said, Stop), """{"choices":[{"delta":{"content":""}}]}"""),
        ["nonsense after the end"] = new(Lines(Text(Said, Stop), "{\"choices\":[{") + "data: [DONE]\n\n"),
        ["half a character"] = Good(Chunk("""{"content":"Hello there, friend.\ud83d"}""", Stop)),
        ["a character cut in two"] = Good(
            Chunk("""{"content":"Hello \ud83d"}"""), Chunk("""{"content":"\ude00."}""", Stop)) with { Reply = "Hello 😀." },
        ["control characters"] = Good(Chunk("""{"content":"Hello\u0000 there,\u0007 friend."}""", Stop)),
        ["commas too many"] = Good("""{"choices":[{"delta":{"content":"Hello there, friend.",},"finish_reason":"stop",},],}"""),
        ["whole, though a stream was asked for"] = Json(Completion($$"""{"role":"assistant","content":"{{Said}}"}""")),
        ["whole, on many lines"] = Json(Completion($$"""{"content":"{{Said}}"}""").Replace("{", "{\r\n  ", StringComparison.Ordinal)),
        ["whole, said to be text"] = Json(Completion($$"""{"content":"{{Said}}"}""", null)) with { ContentType = "text/plain" },
        ["whole, and the connection stays open"] = Json(Completion($$"""{"content":"{{Said}}"}""")) with { StaysOpen = true },
        ["a stream, said to be JSON"] = Good(Text(Said, Stop)) with { ContentType = "application/json" },
        ["a stream without a type"] = Good(Text(Said, Stop)) with { ContentType = "" },
        ["thoughts before"] = Good(Text("<think>They gre"), Text("et.</thi"), Text("nk>\n\nHello there, "), Text("friend.", Stop)),
        ["thoughts without a beginning"] = Good(Text("Okay, the user greets me. "), Text("I greet back.</think>"), Text(Said, Stop)),
        ["thoughts of gpt-oss"] = Good(
            Text("<|channel|>analysis<|message|>They greet.<|end|><|start|>assistant"),
            Text("<|channel|>final<|message|>Hello there, friend.", Stop)),
        ["marks of a template at the end"] = Good(Text("Hello there, friend.<|im_"), Text("end|>\n<|im_start|>user\nMore", Stop)),
    };

    /// <summary>Answers that end before their end.</summary>
    public static Dictionary<string, Quirk> Cuts { get; } = new()
    {
        ["length"] = Cut("\"length\"", Ending.Length),
        ["length of another API"] = Cut("\"max_tokens\"", Ending.Length),
        ["length in capitals"] = Cut("\"MAX_TOKENS\"", Ending.Length),
        ["content_filter"] = Cut("\"content_filter\"", Ending.ContentFilter),
        ["filter of another API"] = Cut("\"SAFETY\"", Ending.ContentFilter),
        ["length, whole"] = Json(Completion($$"""{"content":"{{Said}}"}""", "\"length\"")) with { Ending = Ending.Length },
        ["a thought begun after the answer"] = new(Events(Text(Said + "<think>And", "\"length\"")), Ending.Length),
        ["cut in the middle"] = new(Lines(Text(Said)), Ending.BrokenOff) { IsReset = true },
        ["over without an end"] = new(Lines(Text(Said)), Ending.BrokenOff),
        ["broken in a chunk"] = new(Lines(Text(Said)) + "data: {\"choices\":[{\"delta\":{\"con", Ending.BrokenOff),
        ["an error in the middle"] = new(Lines(Text(Said), """{"error":{"message":"secret","code":500}}"""), Ending.BrokenOff),
        ["an error as the reason"] = new(Lines(Text(Said), Chunk("{}", "\"error\"")), Ending.BrokenOff),
    };

    /// <summary>No answers.</summary>
    public static Dictionary<string, Quirk> Failures { get; } = new()
    {
        ["nothing"] = Failed(""),
        ["a line end"] = Failed("\n"),
        ["a web page"] = Failed("<!doctype html><title>Sign in</title>") with { ContentType = "text/html" },
        ["words"] = Failed("Internal error"),
        ["null"] = Failed("null"),
        ["a list"] = Failed("[]"),
        ["a number"] = Failed("7"),
        ["an empty object"] = Failed("{}"),
        ["an object of something else"] = Failed("""{"hello":"world"}"""),
        ["an object that does not end"] = Failed("""{"choices":[{"message":{"content":"Hel"""),
        ["an error behind 200"] = Failed("""{"error":{"message":"secret","code":400}}"""),
        ["an error as text behind 200"] = Failed("""{"error":"secret"}"""),
        ["an error as the first event"] = Failed(Lines("""{"error":{"message":"secret","code":502}}""")),
        ["the mark alone"] = Failed(Lines("[DONE]")),
        ["a role alone"] = Failed(Events(Chunk(Role), Chunk("{}", Stop))),
        ["white space alone"] = Failed(Events(Text("  \n"), Chunk("{}", Stop))),
        ["usage alone"] = Failed(Events("""{"choices":[],"usage":{"prompt_tokens":1}}""")),
        ["thoughts alone"] = Failed(Events(Text("<think>They greet.", Stop))),
        ["a call that is none, as text"] = Failed(Events(Text("""{"name":"no_such_tool","arguments":{}}""", Stop))),
        ["a filter, and no word"] = Failed(Events(Chunk("{}", "\"content_filter\""))),
        ["a reset"] = Failed("") with { IsReset = true },
        ["400"] = Failed(Error) with { Status = 400 },
        ["401"] = Failed(Error) with { Status = 401 },
        ["402"] = Failed(Error) with { Status = 402 },
        ["403 as a web page"] = Failed("<html>secret</html>") with { Status = 403, ContentType = "text/html" },
        ["404"] = Failed(Error) with { Status = 404 },
        ["413"] = Failed(Error) with { Status = 413 },
        ["422 with a list"] = Failed("""{"detail":[{"msg":"secret"}]}""") with { Status = 422 },
        ["500 without a body"] = Failed("") with { Status = 500 },
        ["529"] = Failed(Error) with { Status = 529 },
        ["301"] = Failed("secret") with { Status = 301 },
    };

    private const string Error = """{"error":{"message":"secret","type":"t","code":"c"}}""";

    private static Quirk Good(params string[] data) => new(Events(data));

    private static Quirk Json(string body) => new(body) { ContentType = "application/json" };

    private static Quirk Cut(string finish, Ending ending) => new(Events(Text(Said), Chunk("{}", finish)), ending);

    private static Quirk Failed(string body) => new(body, Ending.Degraded) { ContentType = "application/json" };
}
