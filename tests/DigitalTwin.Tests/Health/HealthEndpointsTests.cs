using System.Text.Json;
using DigitalTwin.Health;
using DigitalTwin.Models;
using DigitalTwin.Testing;
using DigitalTwin.Tests.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace DigitalTwin.Tests.Health;

public sealed class HealthEndpointsTests
{
    private readonly ManualTime time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Ready", "ready", 200)]
    [InlineData("Degraded", "degraded", 200)]
    [InlineData("Unavailable", "unavailable", 503)]
    public async Task The_worst_dependency_decides(string other, string status, int code)
    {
        var (json, answered) = await AskAsync(
            Check("a", () => Task.FromResult(Readiness.Ready)),
            Check("b", () => Task.FromResult(new Readiness(Enum.Parse<ReadinessStatus>(other), "why"))));
        json.GetProperty("status").GetString().ShouldBe(status);
        answered.ShouldBe(code);
        json.GetProperty("dependencies")[1].GetProperty("detail").GetString().ShouldBe("why");
    }

    [Fact]
    public async Task A_check_that_throws_is_unavailable_and_tells_nothing()
    {
        var (json, code) = await AskAsync(Check("a", () => throw new IOException("secret path")));
        code.ShouldBe(503);
        json.ToString().ShouldNotContain("secret path");
    }

    [Fact]
    public async Task A_check_that_hangs_is_unavailable()
    {
        var never = new TaskCompletionSource<Readiness>();
        var asking = AskAsync(Check("a", () => never.Task));
        while (time.Waiting == 0)
        {
            await Task.Delay(5, Token);
        }

        time.Advance(TimeSpan.FromSeconds(5));
        (await asking).Json.GetProperty("dependencies")[0].GetProperty("detail").GetString().ShouldBe("No answer within 5 s.");
    }

    [Fact]
    public async Task A_model_that_failed_just_now_degrades_for_a_while()
    {
        var (model, health) = (Substitute.For<IModel>(), new ModelHealth(time));
        model.Name.Returns("m");
        var check = new ModelCheck(model, health, Options.Create(new ModelOptions { Name = "m" }), time);
        (await check.CheckAsync(Token)).Status.ShouldBe(ReadinessStatus.Ready);
        health.Failed(new ModelException(ModelFailure.Timeout, "late"));
        (await check.CheckAsync(Token)).ShouldSatisfyAllConditions(
            found => found.Status.ShouldBe(ReadinessStatus.Degraded),
            found => found.Detail!.ShouldContain("timeout"));
        time.Advance(TimeSpan.FromMinutes(5));
        (await check.CheckAsync(Token)).Status.ShouldBe(ReadinessStatus.Ready);
    }

    private async Task<(JsonElement Json, int Status)> AskAsync(params IReadinessCheck[] checks)
    {
        using var body = new MemoryStream();
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var http = new DefaultHttpContext { RequestServices = services };
        http.Response.Body = body;
        http.Connection.LocalPort = TestCallers.OperatorPort;
        var result = await new HealthEndpoints(checks, TestCallers.Operators(time), time, NullLogger<HealthEndpoints>.Instance)
            .GetReadyAsync(http);
        await result.ExecuteAsync(http);
        return (JsonDocument.Parse(body.ToArray()).RootElement.Clone(), http.Response.StatusCode);
    }

    private static IReadinessCheck Check(string name, Func<Task<Readiness>> look)
    {
        var check = Substitute.For<IReadinessCheck>();
        check.Name.Returns(name);
        check.CheckAsync(Arg.Any<CancellationToken>()).Returns(_ => look());
        return check;
    }
}
