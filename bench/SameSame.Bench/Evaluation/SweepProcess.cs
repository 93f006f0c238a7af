using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using SameSame.Bench.Processes;

namespace SameSame.Bench.Evaluation;

/// <summary>A sweep as a user runs it, in a process of its own.</summary>
internal static class SweepProcess
{
    // What bench/run has published; the build beside the benchmark where it is started by itself.
    private static string Client => Environment.GetEnvironmentVariable("BENCH_CLIENT") ?? Path.Combine(AppContext.BaseDirectory, "samesame.dll");

    /// <summary>What a sweep took and found.</summary>
    /// <param name="Seconds">From process start to exit.</param>
    /// <param name="ProcessorSeconds">Of all cores, to within a fifth of a second.</param>
    /// <param name="PeakMegabytes">Greatest resident memory.</param>
    /// <param name="Results">Its cells.</param>
    public sealed record Outcome(double Seconds, double ProcessorSeconds, double PeakMegabytes, JsonArray Results);

    /// <summary>Runs it and waits.</summary>
    /// <param name="data">Folder of the local instance.</param>
    /// <param name="slots">CPU slots.</param>
    /// <param name="args">Options beside the spec.</param>
    public static async Task<Outcome> RunAsync(string data, int slots, params string[] args)
    {
        Directory.CreateDirectory(data);
        var json = Path.Combine(data, "out.json");
        var start = Stopwatch.GetTimestamp();
        using var process = new ServerProcess("dotnet",
            [Client, "sweep", "run", Path.Combine(RealNetwork.Folder, "sweep.yaml"), "--data", data, "--json", json, "--device", "cpu", .. args],
            new Dictionary<string, string> { ["SAMESAME_SameSame__CpuSlots"] = $"{slots}" });
        var (peak, processor) = (0.0, 0.0);
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!process.HasExited)
        {
            peak = Math.Max(peak, Peak(process.Id));
            processor = Math.Max(processor, CpuTime.SecondsOf(process.Id));
            await looks.WaitForNextTickAsync().ConfigureAwait(false);
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return process.ExitCode == 0
            ? new Outcome(seconds, processor, peak, JsonNode.Parse(await File.ReadAllTextAsync(json).ConfigureAwait(false))!["results"]!.AsArray())
            : throw new InvalidOperationException($"the sweep ended with {process.ExitCode}: {process.Output}");
    }

    // The kernel's high-water mark of resident memory; what is read from mapped files counts in.
    private static double Peak(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
