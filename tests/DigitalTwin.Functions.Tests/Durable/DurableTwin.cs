using System.Collections.Concurrent;
using System.Text.Json;
using DigitalTwin.Functions.Durable;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using DigitalTwin.Turns.Running;
using DigitalTwin.Turns.Workflows;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Functions.Tests.Durable;

/// <summary>
/// The whole product, with its turns in the durable engine: the orchestrator and the activities of the function app, over an engine
/// in memory.
/// </summary>
internal sealed class DurableTwin : IAsyncDisposable
{
    private readonly List<TwinHost> hosts = [];
    private readonly Dictionary<string, int> payloads = [];
    private DurableTaskTestHost engine = null!;

    /// <summary>What activities were called, in order, across all instances.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public DurableTaskClient Client => engine.Client;

    public TwinHost Host => hosts[^1];

    /// <summary>The largest thing that went through the engine, in characters of JSON.</summary>
    public int LargestPayload => payloads.Values.Max();

    public static async Task<DurableTwin> StartAsync(ModelServer model, TestTools tools, params string[] settings)
    {
        var twin = new DurableTwin();
        twin.engine = await StartEngineAsync(twin.Register);
        await twin.AddHostAsync(model, tools, null, null, settings);
        return twin;
    }

    // The engine chooses its port by chance, and others may have it.
    private static async Task<DurableTaskTestHost> StartEngineAsync(Action<DurableTaskRegistry> register)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await DurableTaskTestHost.StartAsync(register);
            }
            catch (IOException) when (attempt < 10)
            {
                // Another port, then.
            }
        }
    }

    /// <summary>Another process of the same twin, on the same engine; the next activities run there.</summary>
    public async Task<TwinHost> AddHostAsync(ModelServer model, TestTools tools, string? data, IRowStore? rows, params string[] settings)
    {
        string[] all = [.. TwinHost.SettingsFor(model, settings), $"OWNER_KEY={TurnScript.OwnerKey}"];
        var host = await TwinHost.StartAsync(all, data, services =>
        {
            services.AddSingleton<DurableClientSource>()
                .AddSingleton<TurnInstances>()
                .AddSingleton<TurnActivities>()
                .AddSingleton<MaintenanceFunctions>()
                .AddSingleton<ITurnScheduler, DurableTurnScheduler>();
            tools.All().ToList().ForEach(tool => services.AddSingleton(tool));
            if (rows is not null)
            {
                services.AddSingleton(rows);
            }
        });
        host.Get<DurableClientSource>().Use(Client);
        hosts.Add(host);
        return host;
    }

    /// <summary>Removes the newest process; the one before it goes on.</summary>
    public async Task RemoveHostAsync()
    {
        var last = hosts[^1];
        hosts.RemoveAt(hosts.Count - 1);
        await last.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }

        await engine.DisposeAsync();
    }

    private void Register(DurableTaskRegistry tasks)
    {
        tasks.AddOrchestratorFunc<TurnInput, object?>(TurnOrchestration.Name, async (context, input) =>
        {
            Weigh("input", input);
            await TurnOrchestration.RunAsync(context, input, Host.Services.GetServices<ITurnWorkflow>());
            return null;
        });
        Step(tasks, nameof(TurnActivities.Think), (activities, request) => activities.Think(request, default));
        Step(tasks, nameof(TurnActivities.RunTool), (activities, request) => activities.RunTool(request, default));
        Step(tasks, nameof(TurnActivities.EndDelay), (activities, request) => activities.EndDelay(request, default));
        Step(tasks, nameof(TurnActivities.BeginWait), (activities, request) => activities.BeginWait(request, default));
        Step(tasks, nameof(TurnActivities.EndWait), (activities, request) => activities.EndWait(request, default));
        tasks.AddActivityFunc<FinishRequest, object?>(nameof(TurnActivities.FinishTurn), async (_, request) =>
        {
            await Host.Get<TurnActivities>().FinishTurn(request, default);
            return null;
        });
    }

    private void Step<T>(DurableTaskRegistry tasks, string name, Func<TurnActivities, StepRequest, Task<T?>> step)
        where T : class
        => tasks.AddActivityFunc<StepRequest, T?>(name, async (_, request) =>
        {
            Calls.Enqueue($"{name} {request.Key}");
            var result = await step(Host.Get<TurnActivities>(), request);
            Weigh(name, result);
            return result;
        });

    private void Weigh<T>(string name, T payload)
    {
        lock (payloads)
        {
            payloads[name] = Math.Max(payloads.GetValueOrDefault(name), JsonSerializer.Serialize(payload).Length);
        }
    }
}
