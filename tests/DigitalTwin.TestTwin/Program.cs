using DigitalTwin.LocalHost;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using DigitalTwin.TestTwin;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// KILL_AT=n: kill -9 this process right after the n-th write of a turn's journal. EFFECTS: where tools leave their marks.
var killAt = int.Parse(Environment.GetEnvironmentVariable("KILL_AT") ?? "0", null);
var effects = Environment.GetEnvironmentVariable("EFFECTS") ?? throw new InvalidOperationException("EFFECTS is not set.");

await using var app = LocalHostApp.Build(args, services =>
{
    foreach (var tool in new TestTools(effects).All())
    {
        services.AddSingleton(tool);
    }

    var files = services.Last(service => service.ServiceType == typeof(IRowStore));
    services.AddSingleton<IRowStore>(provider => new KillingRowStore((IRowStore)files.ImplementationFactory!(provider), killAt));
});
await app.StartAsync();
await Console.Out.WriteLineAsync($"The twin listens on {app.Urls.First()}");
await app.WaitForShutdownAsync();
