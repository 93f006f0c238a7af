using System.Text.Json;
using SameSame.Bench.Evaluation;
using SameSame.Bench.Processes;

namespace SameSame.Bench.Benchmarks;

/// <summary>Peak resident memory of a sweep's process with 1, 4 and 16 cells at once, and how it grows with images and with finished cells.</summary>
internal static class MemoryBenchmark
{
    private static readonly string[] Small = ["--models", "squeezenet*"];

    public static async Task<string> RunAsync(string[] args, CancellationToken cancellation)
    {
        using var folder = new Workspace();
        var peaks = new List<(int Slots, double Megabytes)>();
        foreach (var slots in new[] { 1, 4, 16 })
        {
            cancellation.ThrowIfCancellationRequested();
            peaks.Add((slots, (await SweepProcess.RunAsync(folder[$"slots{slots}"], slots, [.. Small, "--bits", "8/8,6/6,4/8,8/4", "--images", "200"]).ConfigureAwait(false)).PeakMegabytes));
        }

        async Task<double> Peak(string name, params string[] more) => (await SweepProcess.RunAsync(folder[name], 2, [.. Small, .. more]).ConfigureAwait(false)).PeakMegabytes;
        var (few, many) = (await Peak("few", "--bits", "8/8", "--images", "100").ConfigureAwait(false), await Peak("many", "--bits", "8/8").ConfigureAwait(false));
        var (short_, long_) = (await Peak("short", "--bits", "8/8", "--images", "100").ConfigureAwait(false), await Peak("long", "--bits", "8/8,7/7,6/6,5/5,4/8,8/4,4/4,3/8,8/6,6/8", "--images", "100").ConfigureAwait(false));
        return JsonSerializer.Serialize(new
        {
            name = "memory",
            peaks = peaks.Select(p => new { concurrentCells = p.Slots, megabytes = Math.Round(p.Megabytes), perFurtherCell = p.Slots == 1 ? (double?)null : Math.Round((p.Megabytes - peaks[0].Megabytes) / (p.Slots - 1)) }),
            images = new { few = 100, many = 650, megabytesFew = Math.Round(few), megabytesMany = Math.Round(many), ratio = Math.Round(many / few, 3) },
            cells = new { few = 4, many = 40, megabytesFew = Math.Round(short_), megabytesMany = Math.Round(long_), ratio = Math.Round(long_ / short_, 3) },
            ratio = Math.Round(long_ / short_, 3),
            ratioMin = Math.Round(Math.Min(many / few, long_ / short_), 3),
            ratioMax = Math.Round(Math.Max(many / few, long_ / short_), 3),
        });
    }
}
