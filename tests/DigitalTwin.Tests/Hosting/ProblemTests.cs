using System.Text.Json;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigitalTwin.Tests.Hosting;

public sealed class ProblemTests
{
    [Fact]
    public void A_problem_never_contains_exception_text()
    {
        var kinds = Gen.Elements<Func<string, Exception>>(
            text => new InvalidOperationException(text),
            text => new IOException(text),
            text => new ProblemException(Problems.MessageEmpty, null).WithInner(text),
            text => new BadHttpRequestException(text, 413),
            text => new BadHttpRequestException(text),
            text => new AggregateException(text, new FormatException(text)),
            text => new OperationCanceledException(text));
        var secrets = Gen.Choose(0, int.MaxValue).Select(number => $"secret-{number}-text");
        Properties.ForAll(kinds.SelectMany(kind => secrets.Select(secret => (Kind: kind, Secret: secret))), each =>
        {
            var (body, _) = Answer(() => throw each.Kind(each.Secret));
            body.ShouldNotContain(each.Secret);
            body.ShouldNotContain("Exception");
            JsonDocument.Parse(body).RootElement.GetProperty("code").GetString().ShouldNotBeNullOrEmpty();
        });
    }

    [Fact]
    public void Every_problem_has_a_code_of_its_own_and_is_found_by_it()
    {
        var all = typeof(Problems).GetFields().Select(field => field.GetValue(null)).OfType<Problem>().ToList();
        all.Select(problem => problem.Code).ShouldBeUnique();
        all.ShouldAllBe(problem => Problems.ByCode(problem.Code) == problem && problem.Status >= 400);
        Problems.ByCode("from-the-future").ShouldBe(Problems.Internal);
    }

    [Fact]
    public void A_problem_is_sent_as_RFC_9457_says()
    {
        var (body, http) = Answer(() => throw new ProblemException(Problems.UnknownFields, "Known: message.", ["a", "b"]));
        http.Response.StatusCode.ShouldBe(400);
        http.Response.ContentType.ShouldBe("application/problem+json");
        var json = JsonDocument.Parse(body).RootElement;
        json.GetProperty("type").GetString().ShouldBe("urn:digital-twin:problem:unknown_fields");
        json.GetProperty("status").GetInt32().ShouldBe(400);
        json.GetProperty("fields").EnumerateArray().Select(field => field.GetString()).ShouldBe(["a", "b"]);
        json.GetProperty("correlationId").GetString().ShouldBe(http.Response.Headers["X-Correlation-ID"].ToString());
    }

    [Theory]
    [InlineData("my-id_1.2", true)]
    [InlineData("with space", false)]
    [InlineData("", false)]
    public void A_callers_correlation_id_is_kept_where_it_is_harmless(string id, bool kept)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers["X-Correlation-ID"] = id;
        Answer(() => Task.CompletedTask, http);
        (http.Response.Headers["X-Correlation-ID"] == id).ShouldBe(kept);
        http.Response.Headers["X-Correlation-ID"].ToString().ShouldNotBeEmpty();
    }

    [Fact]
    public void A_caller_that_has_gone_gets_no_body()
    {
        var http = new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true) };
        Answer(() => throw new OperationCanceledException(), http).Body.ShouldBeEmpty();
        http.Response.StatusCode.ShouldBe(499);
    }

    [Theory]
    [InlineData(404, "not_found")]
    [InlineData(405, "method_not_allowed")]
    public void A_status_of_routing_becomes_a_problem(int status, string code)
    {
        var http = new DefaultHttpContext();
        var (body, _) = Answer(() =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        }, http);
        body.ShouldContain($"\"{code}\"");
    }

    [Fact]
    public void A_session_erased_in_the_middle_is_not_found()
        => ProblemMapper.Map(new SessionErasedException()).ShouldBe(Problems.SessionNotFound);

    private static (string Body, HttpContext Http) Answer(Func<Task> next, HttpContext? context = null)
    {
        var http = context ?? new DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;
        new RequestFrame([], NullLogger<RequestFrame>.Instance).InvokeAsync(http, next).GetAwaiter().GetResult();
        return (System.Text.Encoding.UTF8.GetString(body.ToArray()), http);
    }
}

internal static class ExceptionExtensions
{
    /// <summary>Hides text where only careless code would find it.</summary>
    public static Exception WithInner(this Exception error, string text)
    {
        error.Data["detail"] = text;
        return error;
    }
}
