using DigitalTwin.Testing;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>A model that does a bit of everything: two tools side by side, one that fails at first, a question, an approval, an answer.</summary>
internal static class TurnScript
{
    public const string Reply = "A hill and a lake, and the letter is sent.";

    /// <summary>What it does depends on what was done, as a model's answer does, and on nothing it remembers.</summary>
    public static Task AnswerAsync(HttpContext http, ModelRequest request)
        => (request.Texts("tool").Count switch
        {
            0 => ModelServer.CallTools(("look_left", ["{\"text\":", "\"a\"}"]), ("look_right", ["{\"text\":\"b\"}"])),
            2 => ModelServer.CallTools(("flaky", ["{\"text\":\"c\"}"])),
            3 => ModelServer.CallTools(("ask_visitor", ["{\"question\":\"Which letter?\",\"options\":[\"The long one\",\"The short one\"]}"])),
            4 => ModelServer.CallTools(("send_letter", ["{\"text\":\"the long one\"}"])),
            _ => ModelServer.Reply("A hill ", "and a lake, ", "and the letter is sent."),
        })(http, request);
}
