using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using DigitalTwin.Benchmarks;

// dotnet run -c Release --project tests/DigitalTwin.Benchmarks -- --filter '*'
// In this process: a generated project would inherit the repository's analyzers and fail on its own warnings.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(PersonaBenchmarks).Assembly).Run(args, config);
