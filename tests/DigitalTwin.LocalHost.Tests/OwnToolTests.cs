using DigitalTwin.Hosting;
using DigitalTwin.Samples.OwnTool;
using DigitalTwin.Testing;
using DigitalTwin.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>The sample of a program with tools of its own: nothing in it is known to the product.</summary>
public sealed class OwnToolTests : IAsyncLifetime
{
    private readonly TempFolder data = new();
    private ModelServer model = null!;
    private DigitalTwinApp twin = null!;
    private TwinClient visitor = null!;

    public async ValueTask InitializeAsync()
    {
        model = await ModelServer.StartAsync();
        twin = DigitalTwinApp.CreateBuilder(Args(TwinHost.SettingsFor(model))).AddWorkshop().Build();
        await twin.StartAsync(TestContext.Current.CancellationToken);
        visitor = new TwinClient(twin.Addresses.Single());
    }

    public async ValueTask DisposeAsync()
    {
        visitor.Dispose();
        await twin.StopAsync(CancellationToken.None);
        await twin.DisposeAsync();
        await model.DisposeAsync();
        data.Dispose();
    }

    [Fact]
    public async Task What_a_tool_says_reaches_the_model_and_through_it_the_visitor()
    {
        model.Then(ModelServer.CallTools(("opening_hours", ["{\"day\":\"Saturday\"}"]))).Then(ModelServer.Reply("From ten to one."));
        (await visitor.ChatAsync("Are you open on Saturday?")).Text("reply").ShouldBe("From ten to one.");
        var (first, second) = (model.Requests.First(), model.Requests.ElementAt(1));
        first.Body.GetProperty("tools").ToString().ShouldContain("Says when the workshop is open on a day of the week.");
        second.Texts("tool").Single().ShouldContain("On Saturdays the workshop is open from 10:00 to 13:00.");
    }

    [Fact]
    public async Task A_day_that_there_is_not_goes_back_to_the_model()
    {
        model.Then(ModelServer.CallTools(("opening_hours", ["{\"day\":\"Caturday\"}"]))).Then(ModelServer.Reply("Which day?"));
        (await visitor.ChatAsync("Are you open on Caturday?")).Text("reply").ShouldBe("Which day?");
        model.Requests.ElementAt(1).Texts("tool").Single().ShouldContain("arguments.day must be one of");
    }

    [Fact]
    public async Task A_tool_that_needs_approval_waits_for_the_owner()
    {
        model.Then(ModelServer.CallTools(("book_visit", ["{\"name\":\"Bo\",\"day\":\"2030-05-17\"}"])))
            .Then(ModelServer.Reply("It is booked."));
        var waiting = await visitor.ChatAsync("May I come on 17 May 2030? I am Bo.");
        (waiting.Status, waiting.Text("waitingFor")).ShouldBe((202, "owner"));
        var visits = twin.Services.GetRequiredService<VisitBook>();
        visits.Count.ShouldBe(0);

        var key = await File.ReadAllTextAsync(data.File("secrets", "owner-key"), TestContext.Current.CancellationToken);
        using var owner = new TwinClient(twin.Addresses.Single()) { Ticket = key };
        var approval = (await owner.GetAsync("/api/owner/approvals")).Json.GetProperty("approvals")[0].GetProperty("id").GetString();
        (await owner.SendAsync(HttpMethod.Post, $"/api/owner/approvals/{approval}/approve")).Status.ShouldBe(204);
        var events = await visitor.ReplayAsync(waiting.Text("turnId")).ToListAsync(TestContext.Current.CancellationToken);
        events[^1].Data.GetProperty("reply").GetString().ShouldBe("It is booked.");
        visits.Count.ShouldBe(1);
        model.Requests.ElementAt(1).Texts("tool").Single().ShouldContain("A visit is booked for Bo on 2030-05-17.");
    }

    [Fact]
    public void A_tool_that_is_not_described_as_it_must_be_is_refused_where_it_is_added()
        => Should.Throw<InvalidOperationException>(() => DigitalTwinApp.CreateBuilder([]).AddTool(Tool("no spaces")))
            .Message.ShouldContain("'no spaces' is not a valid name for a tool");

    [Fact]
    public void Two_tools_of_one_name_are_refused_before_the_twin_starts()
    {
        using var other = new TempFolder();
        var builder = DigitalTwinApp.CreateBuilder([$"--Storage:Path={other.Path}"]).AddTool(Tool("search_persona"));
        Should.Throw<InvalidOperationException>(builder.Build).Message.ShouldBe("There are two tools named 'search_persona'.");
    }

    [Fact]
    public async Task Commands_are_run_but_not_built()
    {
        Should.Throw<StartupException>(DigitalTwinApp.CreateBuilder(["--help"]).Build);
        (await DigitalTwinApp.CreateBuilder(["health", "--urls", twin.Addresses.Single().ToString()]).RunAsync()).ShouldBe(0);
    }

    private static TwinTool Tool(string name) => new()
    {
        Function = AIFunctionFactory.Create(() => "Done.", name, "Does nothing."),
        Audience = ToolAudience.Visitor,
        Effect = ToolEffect.Read,
    };

    private string[] Args(IEnumerable<string> settings)
        =>
        [
            "--urls=http://127.0.0.1:0", $"--Storage:Path={data.Path}", "--Logging:LogLevel:Default=None",
            .. settings.Select(setting => "--" + setting),
        ];
}
