using System.Text;
using DigitalTwin.Chat;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Tests.Hosting;

public sealed class RequestBodyTests
{
    [Fact]
    public async Task A_good_body_is_read()
        => (await ReadAsync("""{"message":"Hi","messageId":"1","locale":"en"}"""))
            .ShouldBe(new ChatRequest { Message = "Hi", MessageId = "1", Locale = "en" });

    [Theory]
    [InlineData("", "invalid_json")]
    [InlineData("{", "invalid_json")]
    [InlineData("null", "invalid_json")]
    [InlineData("[]", "invalid_json")]
    [InlineData("\"text\"", "invalid_json")]
    [InlineData("""{"message":"a","message":"b"}""", "invalid_json")]
    [InlineData("""{"message":"\ud800"}""", "invalid_field")]
    [InlineData("""{"\ud800":"a"}""", "invalid_json")]
    [InlineData("""{"message":1}""", "invalid_field")]
    [InlineData("""{"Message":"a"}""", "unknown_fields")]
    public async Task A_bad_body_gets_its_problem(string body, string code)
        => (await FailAsync(body)).Problem.Code.ShouldBe(code);

    [Fact]
    public async Task Unknown_fields_are_all_named()
        => (await FailAsync("""{"message":"a","mesage":"b","extra":{"deep":1}}""")).Fields.ShouldBe(["mesage", "extra"]);

    [Fact]
    public async Task The_field_with_the_wrong_type_is_named()
        => (await FailAsync("""{"message":"a","locale":5}""")).Fields.ShouldBe(["locale"]);

    [Fact]
    public async Task The_place_of_an_error_is_said()
        => (await FailAsync("{\n  \"message\": oops }")).Detail!.ShouldStartWith("Line 2");

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=iso-8859-1")]
    public async Task A_body_of_another_media_type_is_refused(string? contentType)
        => (await FailAsync("{}", contentType)).Problem.ShouldBe(Problems.UnsupportedMediaType);

    [Fact]
    public async Task A_charset_of_UTF8_may_be_said()
        => (await ReadAsync("""{"message":"é"}""", "application/json; charset=utf-8")).Message.ShouldBe("é");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_64_KB_is_refused_whether_announced_or_not(bool announced)
    {
        var http = Context(new byte[RequestBody.MaxBytes + 1], "application/json");
        http.Request.ContentLength = announced ? RequestBody.MaxBytes + 1 : null;
        var error = await Should.ThrowAsync<ProblemException>(() => RequestBody.ReadAsync(http, ProductJson.Api.ChatRequest));
        error.Problem.ShouldBe(Problems.BodyTooLarge);
    }

    [Fact]
    public async Task A_body_that_is_not_UTF8_is_refused()
    {
        var http = Context([.. "{\"message\":\""u8, 0xC3, 0x28, .. "\"}"u8], "application/json");
        var error = await Should.ThrowAsync<ProblemException>(() => RequestBody.ReadAsync(http, ProductJson.Api.ChatRequest));
        error.Problem.ShouldBe(Problems.InvalidUtf8);
    }

    [Theory]
    [InlineData(null, "message_empty")]
    [InlineData(" \n\t", "message_empty")]
    public void An_empty_message_is_refused(string? message, string code)
        => Should.Throw<ProblemException>(() => new ChatRequest { Message = message }.Check()).Problem.Code.ShouldBe(code);

    [Fact]
    public void Characters_are_counted_not_code_units()
    {
        new ChatRequest { Message = string.Concat(Enumerable.Repeat("😀", 4_000)) }.Check();
        var error = Should.Throw<ProblemException>(() => new ChatRequest { Message = new string('x', 4_001) }.Check());
        error.Problem.ShouldBe(Problems.MessageTooLong);
        error.Problem.Status.ShouldBe(413);
        error.Detail!.ShouldContain("4001");
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("with space", null)]
    [InlineData("new\nline", null)]
    [InlineData(null, "not a locale")]
    [InlineData(null, "e")]
    public void Ids_and_languages_have_a_form(string? id, string? locale)
        => Should.Throw<ProblemException>(() => new ChatRequest { Message = "a", MessageId = id, Locale = locale }.Check())
            .Problem.ShouldBe(Problems.InvalidField);

    private static Task<ChatRequest> ReadAsync(string body, string contentType = "application/json")
        => RequestBody.ReadAsync(Context(Encoding.UTF8.GetBytes(body), contentType), ProductJson.Api.ChatRequest);

    private static async Task<ProblemException> FailAsync(string body, string? contentType = "application/json")
    {
        var http = Context(Encoding.UTF8.GetBytes(body), contentType);
        return await Should.ThrowAsync<ProblemException>(() => RequestBody.ReadAsync(http, ProductJson.Api.ChatRequest));
    }

    private static DefaultHttpContext Context(byte[] body, string? contentType)
    {
        var http = new DefaultHttpContext();
        http.Request.ContentType = contentType;
        http.Request.Body = new MemoryStream(body);
        return http;
    }
}
