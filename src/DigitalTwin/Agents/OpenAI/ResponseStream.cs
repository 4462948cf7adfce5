using System.Text;
using System.Text.Json.Nodes;
using DigitalTwin.Turns.Api;

namespace DigitalTwin.Agents.OpenAI;

/// <summary>A turn as the events of the Responses API.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses-streaming</remarks>
internal sealed class ResponseStream(ProgramTurn turn, TimeProvider time) : ProgramStream(turn, time)
{
    private readonly StringBuilder said = new();
    private int number;

    protected override string Begin()
        => Event("response.created", new() { ["response"] = ResponseObject.Of(Turn, Created, null) })
            + Event("response.in_progress", new() { ["response"] = ResponseObject.Of(Turn, Created, null) })
            + Event("response.output_item.added", new() { ["output_index"] = 0, ["item"] = ResponseObject.Message(Turn, null) })
            + Event("response.content_part.added", Part(new() { ["part"] = ResponseObject.Text("") }));

    protected override string Delta(string text)
    {
        said.Append(text);
        return Event("response.output_text.delta", Part(new() { ["delta"] = text, ["logprobs"] = new JsonArray() }));
    }

    protected override string End(TurnView view)
    {
        var response = ResponseObject.Of(Turn, Created, view);
        var status = (string)response["status"]!;
        if (status == "failed")
        {
            return Event("response.failed", new() { ["response"] = response });
        }

        var text = said.ToString();
        return Event("response.output_text.done", Part(new() { ["text"] = text, ["logprobs"] = new JsonArray() }))
            + Event("response.content_part.done", Part(new() { ["part"] = ResponseObject.Text(text) }))
            + Event(
                "response.output_item.done",
                new() { ["output_index"] = 0, ["item"] = ResponseObject.Message(Turn, text, status == "incomplete") })
            + Event($"response.{status}", new() { ["response"] = response });
    }

    private JsonObject Part(JsonObject data)
    {
        data["item_id"] = ResponseObject.IdOf(Turn);
        data["output_index"] = 0;
        data["content_index"] = 0;
        return data;
    }

    private string Event(string type, JsonObject data)
    {
        data["type"] = type;
        data["sequence_number"] = number++;
        return $"event: {type}\ndata: {data.ToJsonString(ResponseObject.Json)}\n\n";
    }
}
