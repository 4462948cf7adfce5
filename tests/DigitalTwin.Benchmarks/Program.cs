using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using DigitalTwin.Benchmarks.Answers;
using DigitalTwin.Benchmarks.Abuse;
using DigitalTwin.Benchmarks.Systems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Benchmarks;

/// <summary>
/// <c>dotnet run -c Release --project tests/DigitalTwin.Benchmarks -- all</c> measures whole systems side by side;
/// <c>-- abuse</c> lets forty-five clients do their worst beside five others;
/// <c>-- answers</c> asks the twin without a model blind questions;
/// <c>-- --filter '*'</c> runs the micro-benchmarks.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["all", .. var rest]:
                return await Comparison.RunAsync(rest is ["--rounds", var rounds] ? int.Parse(rounds, null) : 3);
            case ["answers", .. var rest]:
                return AnswerTable.Run(Path.Combine(AppContext.BaseDirectory, "Answers"), rest is ["--each"]);
            case ["abuse", .. var rest]:
                return await AbuseRun.RunAsync(
                    rest is ["--seconds", var time, ..] ? int.Parse(time, null) : 60,
                    rest is [.., "--rounds", var many] ? int.Parse(many, null) : 3);
            case ["stub", var port]:
                await ModelStub.RunAsync(int.Parse(port, null));
                return 0;
            case ["proxy", var port, var model, .. var folder]:
                await new BareProxy(new Uri(model), folder.FirstOrDefault()).RunAsync(int.Parse(port, null));
                return 0;
            default:
                // In this process: a generated project would inherit the repository's analyzers and fail on its own warnings.
                var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
                return 0;
        }
    }

    /// <summary>Serves HTTP on loopback with as little around it as there is.</summary>
    public static async Task ServeAsync(int port, RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        await using var app = builder.Build();
        app.Run(answer);
        await app.RunAsync();
    }
}
