using System.Text.Json;
using DigitalTwin.Functions.Tests.Host.Rpc;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;

namespace DigitalTwin.Functions.Tests.Host;

/// <summary>The HTTP functions' routes.</summary>
internal static class FunctionRoutes
{
    /// <summary>Each HTTP function with its route and methods.</summary>
    public static IEnumerable<(RpcFunctionMetadata Function, string Route, IReadOnlyList<string> Methods)> Of(
        IEnumerable<RpcFunctionMetadata> functions)
        => from function in functions
           from raw in function.RawBindings
           let binding = JsonDocument.Parse(raw).RootElement
           where binding.GetProperty("type").GetString() == "httpTrigger"
           select (function, binding.GetProperty("route").GetString()!, MethodsOf(binding));

    /// <summary>
    /// The function a request is for: of those that fit, the one whose name comes first. The host knows no precedence of routes: it maps
    /// them in the order of the functions' names.
    /// </summary>
    public static RpcFunctionMetadata? Match(IEnumerable<RpcFunctionMetadata> functions, HttpRequest request)
        => Of(functions)
            .OrderBy(function => function.Function.Name, StringComparer.OrdinalIgnoreCase)
            .Where(function => function.Methods.Contains(request.Method))
            .Where(function => new TemplateMatcher(TemplateParser.Parse(function.Route), []).TryMatch(request.Path, []))
            .Select(function => function.Function).FirstOrDefault();

    private static IReadOnlyList<string> MethodsOf(JsonElement binding)
        => [.. binding.GetProperty("methods").EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant())];
}
