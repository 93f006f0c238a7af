namespace SameSame.Bench.Benchmarks;

/// <summary>The benchmarks by name; each returns its JSON object.</summary>
internal static class Catalogue
{
    public static IReadOnlyDictionary<string, Func<string[], CancellationToken, Task<string>>> All { get; } = new Dictionary<string, Func<string[], CancellationToken, Task<string>>>
    {
        ["cells"] = CellsBenchmark.RunAsync,
        ["scale"] = ScaleBenchmark.RunAsync,
        ["hundredk"] = HundredThousandBenchmark.RunAsync,
        ["workers"] = WorkersBenchmark.RunAsync,
        ["faults"] = FaultsBenchmark.RunAsync,
        ["evaluator"] = EvaluatorBenchmark.RunAsync,
        ["gpu"] = GpuBenchmark.RunAsync,
        ["decode"] = DecodeBenchmark.RunAsync,
        ["sweep"] = SweepBenchmark.RunAsync,
        ["gate"] = GateBenchmark.RunAsync,
        ["memory"] = MemoryBenchmark.RunAsync,
        ["factors"] = FactorsBenchmark.RunAsync,
        ["ilsvrc"] = IlsvrcBenchmark.RunAsync,
        ["dashboard"] = DashboardBenchmark.RunAsync,
        ["fuzz"] = FuzzBenchmark.RunAsync,
    };
}
