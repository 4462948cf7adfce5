using System.Text;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace DigitalTwin.Models.OpenAI;

/// <summary>Puts tool calls together from the pieces a stream brings them in.</summary>
internal sealed class ToolCallAssembler
{
    private readonly SortedDictionary<int, Piece> pieces = [];

    public void Add(IEnumerable<StreamingChatToolCallUpdate> updates)
    {
        foreach (var update in updates)
        {
            if (!pieces.TryGetValue(update.Index, out var piece))
            {
                pieces.Add(update.Index, piece = new Piece());
            }

            piece.Id = update.ToolCallId ?? piece.Id;
            piece.Name = update.FunctionName ?? piece.Name;
            piece.Arguments.Append(update.FunctionArgumentsUpdate?.ToString());
        }
    }

    /// <summary>The calls, whole, in the model's order; the next ones start afresh.</summary>
    public List<AIContent> Take()
    {
        var calls = pieces.Values.Where(piece => piece.Name is not null)
            .Select((piece, index) => (AIContent)OpenAIMapping.Call(piece.Id ?? $"call_{index}", piece.Name!, piece.Arguments.ToString())).ToList();
        pieces.Clear();
        return calls;
    }

    private sealed class Piece
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
