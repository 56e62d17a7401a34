using BenchmarkDotNet.Running;
using Broker.Sealing.Benchmarks;

BenchmarkSwitcher.FromTypes([typeof(HpkeBenchmarks), typeof(SignatureBenchmarks), typeof(AgeBenchmarks)])
    .Run(args.Length > 0 ? args : ["--filter", "*"], new InProcessConfig());
