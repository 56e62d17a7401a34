using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Broker.Sealing.Benchmarks;

/// <summary>Runs in this process, so that nothing is generated, restored or built; short rounds, and bytes allocated beside times.</summary>
internal sealed class InProcessConfig : ManualConfig
{
    public InProcessConfig()
    {
        AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddLogger(ConsoleLogger.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddColumn(StatisticColumn.OperationsPerSecond);
        ArtifactsPath = Path.Combine("artifacts", "benchmarks");
        WithOptions(ConfigOptions.JoinSummary);
        Orderer = new DefaultOrderer(SummaryOrderPolicy.Declared);
    }
}
