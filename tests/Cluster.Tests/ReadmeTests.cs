using System.Globalization;
using SameSame.Testing;

namespace Cluster.Tests;

/// <summary>The README's first command gives the table of docs/results.md.</summary>
public sealed class ReadmeTests : IDisposable
{
    // Rounding on the edge between two codes differs between CPUs; at 4 bits that moves a network by a few images in a thousand.
    private const double Tolerance = 1.0;
    private readonly SweepRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task The_samples_sweep_gives_the_table_of_the_docs_and_shows_why_it_matters()
    {
        var ran = await SameSameProcess.RunAsync(_run.Command(Path.Combine(Places.Fashion, "sweep.yaml")));
        Assert.Equal(0, ran.Code);
        Assert.Contains("80 cells: 80 measured, 0 reused, 0 failed", ran.Error, StringComparison.Ordinal);
        var report = ran.Error.Split('\n').Single(l => l.StartsWith("report: ", StringComparison.Ordinal))["report: ".Length..].Trim();
        Assert.Contains("<svg", await File.ReadAllTextAsync(report), StringComparison.Ordinal);

        var board = await SameSameProcess.RunAsync("leaderboard", "--best", "--format", "markdown", "--data", _run.Data);
        var (expected, actual) = (Rows(await File.ReadAllLinesAsync(Path.Combine(Places.Root, "docs", "results.md"))), Rows(board.Output.Split('\n')));
        Assert.Equal(20, expected.Count);
        Assert.Equal(expected.Select(r => (r.Model, r.Bits)), actual.Select(r => (r.Model, r.Bits)));
        foreach (var (want, got) in expected.Zip(actual))
        {
            Assert.Equal(want.Fp32, got.Fp32, 0.05);
            Assert.True(Math.Abs(want.Top1 - got.Top1) <= Tolerance, $"{got.Model} {got.Bits}: {got.Top1:0.00} where docs/results.md has {want.Top1:0.00}");
        }

        // At 4/8 at least two networks show a clear gap between none and cle: their intervals do not meet.
        var cells = (await _run.ResultsAsync()).Where(r => (int)r["weightBits"]! == 4 && (int)r["activationBits"]! == 8).ToList();
        var clear = cells.GroupBy(r => (string)r["model"]!).Count(g =>
            (double)g.Single(r => (string)r["method"]! == "cle")["degradationCi95"]![1]! < (double)g.Single(r => (string)r["method"]! == "none")["degradationCi95"]![0]!);
        Assert.True(clear >= 2, $"{clear} of 5");
    }

    private static List<(string Model, string Bits, double Fp32, double Top1)> Rows(IEnumerable<string> lines) =>
        [.. lines.Where(l => l.StartsWith("| fashion_", StringComparison.Ordinal)).Select(l => l.Split('|', StringSplitOptions.TrimEntries))
            .Select(c => (c[1], c[2], double.Parse(c[7], CultureInfo.InvariantCulture), double.Parse(c[8], CultureInfo.InvariantCulture)))];
}
