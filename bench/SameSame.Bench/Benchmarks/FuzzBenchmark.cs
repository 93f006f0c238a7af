using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SameSame.Onnx.IO;
using SameSame.Testing;
using SameSame.Testing.Fuzzing;

namespace SameSame.Bench.Benchmarks;

/// <summary>Goes on where the fuzzer's tests stop: graphs of new seeds for some minutes; what fails is shrunk and written to a file.</summary>
internal static class FuzzBenchmark
{
    // The tests have the seeds below.
    private const int FirstSeed = 10_000;

    public static Task<string> RunAsync(string[] args, CancellationToken cancellation)
    {
        var minutes = Option(args, "--minutes", 1);
        var seed = (int)Option(args, "--seed", FirstSeed);
        var (watch, graphs, found) = (Stopwatch.StartNew(), 0, new List<object>());
        using var cache = new TemporaryFolder();
        for (; watch.Elapsed.TotalMinutes < minutes && !cancellation.IsCancellationRequested; seed++, graphs++)
        {
            var violations = FuzzCase.Violations(FuzzGraph.Create(seed), cache);
            if (violations.Count == 0)
                continue;
            var kind = Kind(violations[0]);
            var small = FuzzShrink.Shrink(FuzzGraph.Create(seed), model => FuzzCase.Violations(model, cache) is [var first, ..] && Kind(first) == kind);
            var file = Path.Combine(Path.GetTempPath(), "samesame-fuzz", $"{seed}.onnx");
            OnnxFile.Save(small, file);
            Console.WriteLine($"seed {seed}: {violations[0]}\n  shrunk to {small.Graph.Node.Count} nodes in {file}: {string.Join(' ', small.Graph.Node.Select(n => n.OpType))}");
            found.Add(new { seed, violation = violations[0], nodes = small.Graph.Node.Count, file });
        }

        return Task.FromResult(JsonSerializer.Serialize(new { benchmark = "fuzz", graphs, seconds = Math.Round(watch.Elapsed.TotalSeconds), found }));
    }

    // A smaller graph has other figures and fails at other places; it is the same fault while it fails in the same way.
    private static string Kind(string violation) => violation.Split(':')[0] + (violation.Contains("optimizations", StringComparison.Ordinal) ? " optimizations" : "");

    private static double Option(string[] args, string name, double missing) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? double.Parse(args[at + 1], CultureInfo.InvariantCulture) : missing;
}
