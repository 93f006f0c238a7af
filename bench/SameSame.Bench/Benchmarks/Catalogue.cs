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
        ["factors"] = FactorsBenchmark.RunAsync,
        ["ilsvrc"] = IlsvrcBenchmark.RunAsync,
    };
}
