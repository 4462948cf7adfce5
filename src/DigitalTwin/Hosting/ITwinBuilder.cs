using DigitalTwin.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Hosting;

/// <summary>What a program of one's own adds to the twin: the same on every host.</summary>
public interface ITwinBuilder
{
    /// <summary>The twin's services, for what the tools need.</summary>
    IServiceCollection Services { get; }
}

/// <summary>Adds tools to a twin.</summary>
public static class TwinBuilderTools
{
    /// <summary>Adds a tool that models may call.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="tool">The tool; its name must be no other tool's, which is checked when the twin starts.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">Its name, description, attempts or timeout is not what it must be.</exception>
    public static TBuilder AddTool<TBuilder>(this TBuilder twin, TwinTool tool)
        where TBuilder : ITwinBuilder
    {
        ArgumentNullException.ThrowIfNull(twin);
        ArgumentNullException.ThrowIfNull(tool);
        ToolRegistry.Check(tool);
        twin.Services.AddSingleton(tool);
        return twin;
    }

    /// <summary>Adds a tool that is made of services.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="create">Makes the tool, once; what it makes is checked when the twin starts.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder AddTool<TBuilder>(this TBuilder twin, Func<IServiceProvider, TwinTool> create)
        where TBuilder : ITwinBuilder
    {
        ArgumentNullException.ThrowIfNull(twin);
        ArgumentNullException.ThrowIfNull(create);
        twin.Services.AddSingleton(create);
        return twin;
    }
}

/// <summary>A host's own builder, seen as the twin's.</summary>
internal sealed class TwinBuilder(IServiceCollection services) : ITwinBuilder
{
    public IServiceCollection Services { get; } = services;
}
