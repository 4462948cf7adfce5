using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Tools;

/// <summary>The tools that a turn may use.</summary>
/// <param name="Functions">As a model gets them.</param>
/// <param name="Text">The same as text, for its cost in tokens.</param>
internal sealed record ToolOffer(IReadOnlyList<AITool> Functions, string Text)
{
    public static ToolOffer Of(IEnumerable<TwinTool> tools)
    {
        List<AIFunction> functions = [.. tools.Select(tool => tool.Function)];
        var text = functions.Select(each => each.Name + each.Description + each.JsonSchema.GetRawText());
        return new ToolOffer(functions, string.Concat(text));
    }
}

/// <summary>All tools. Features register theirs as services of type <see cref="TwinTool"/>.</summary>
internal sealed partial class ToolRegistry
{
    private const int MostAttempts = 5;

    private readonly Dictionary<string, TwinTool> tools = new(StringComparer.Ordinal);
    private readonly Dictionary<ToolAudience, ToolOffer> offers;
    private readonly ConcurrentDictionary<string, ToolOffer> lesser = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">A tool's description is incomplete or invalid.</exception>
    public ToolRegistry(IEnumerable<TwinTool> tools)
    {
        foreach (var tool in tools)
        {
            Check(tool);
            if (!this.tools.TryAdd(tool.Function.Name, tool))
            {
                throw new InvalidOperationException($"There are two tools named '{tool.Function.Name}'.");
            }
        }

        offers = Enum.GetValues<ToolAudience>()
            .ToDictionary(audience => audience, audience => ToolOffer.Of(this.tools.Values.Where(tool => IsFor(tool, audience))));
    }

    /// <summary>The tools that a turn of this audience may use. The owner may use all of them.</summary>
    public ToolOffer For(ToolAudience audience) => offers[audience];

    /// <summary>Those of them that can be of use now: what a model is not offered costs no tokens and no steps.</summary>
    public async ValueTask<ToolOffer> OfferAsync(ToolAudience audience, CancellationToken cancellationToken)
    {
        var idle = new List<string>();
        foreach (var tool in tools.Values.Where(tool => tool.IsOffered is not null && IsFor(tool, audience)))
        {
            if (!await IsOfUseAsync(tool, audience, cancellationToken))
            {
                idle.Add(tool.Function.Name);
            }
        }

        return idle.Count == 0 ? offers[audience] : lesser.GetOrAdd($"{audience} {string.Join(' ', idle)}", _ => ToolOffer.Of(
            tools.Values.Where(tool => IsFor(tool, audience) && !idle.Contains(tool.Function.Name))));
    }

    /// <summary>The tool, or <see langword="null"/> where this audience has none of that name.</summary>
    public TwinTool? Find(string name, ToolAudience audience)
        => tools.TryGetValue(name, out var tool) && IsFor(tool, audience) ? tool : null;

    /// <exception cref="InvalidOperationException">The tool is not described as it must be.</exception>
    public static void Check(TwinTool tool)
    {
        var name = tool.Function.Name;
        if (!NamePattern().IsMatch(name))
        {
            throw new InvalidOperationException($"'{name}' is not a valid name for a tool: 1 to 64 letters, digits, _ and -.");
        }

        if (string.IsNullOrWhiteSpace(tool.Function.Description))
        {
            throw new InvalidOperationException($"The tool '{name}' has no description: a model could not know when to call it.");
        }

        if (tool.Sink != Sink.None && tool.Effect == ToolEffect.Read)
        {
            throw new InvalidOperationException($"The tool '{name}' reaches others, and says that it only reads.");
        }

        if (tool.Attempts is < 1 or > MostAttempts || tool.Timeout <= TimeSpan.Zero)
        {
            throw new InvalidOperationException($"The tool '{name}' needs 1 to {MostAttempts} attempts and a timeout.");
        }
    }

    private static bool IsFor(TwinTool tool, ToolAudience audience) => audience switch
    {
        ToolAudience.Owner => true,
        ToolAudience.Agent => tool.Audience == ToolAudience.Agent
            || tool is { Audience: ToolAudience.Visitor, Approval: ToolApproval.Never, IsInteractive: false },
        _ => tool.Audience == ToolAudience.Visitor,
    };

    // Where that cannot be found out now, the turn goes on without it.
    private static async ValueTask<bool> IsOfUseAsync(TwinTool tool, ToolAudience audience, CancellationToken cancellationToken)
    {
        try
        {
            return await tool.IsOffered!(audience, cancellationToken);
        }
        catch (IOException)
        {
            return false;
        }
    }

    // What the OpenAI protocol allows.
    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex NamePattern();
}
