using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using SameSame.Bench.Processes;

namespace SameSame.Bench.Evaluation;

/// <summary>A sweep as a user runs it, in a process of its own.</summary>
internal static class SweepProcess
{
    /// <summary>Runs it and waits.</summary>
    /// <param name="data">Folder of the local instance.</param>
    /// <param name="slots">CPU slots.</param>
    /// <param name="args">Options beside the spec.</param>
    public static async Task<(double Seconds, double PeakMegabytes, JsonArray Results)> RunAsync(string data, int slots, params string[] args)
    {
        Directory.CreateDirectory(data);
        var json = Path.Combine(data, "out.json");
        var start = Stopwatch.GetTimestamp();
        using var process = new ServerProcess("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "samesame.dll"), "sweep", "run", Path.Combine(RealNetwork.Folder, "sweep.yaml"), "--data", data, "--json", json, "--device", "cpu", .. args],
            new Dictionary<string, string> { ["SAMESAME_SameSame__CpuSlots"] = $"{slots}" });
        var peak = 0.0;
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!process.HasExited)
        {
            peak = Math.Max(peak, Peak(process.Id));
            await looks.WaitForNextTickAsync().ConfigureAwait(false);
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return process.ExitCode == 0
            ? (seconds, peak, JsonNode.Parse(await File.ReadAllTextAsync(json).ConfigureAwait(false))!["results"]!.AsArray())
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
