using SameSame.Hosting.Local;
using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary>One spec, run by many commands at once in one folder: hosts leave and are followed, the sweep ends and is started
/// again.</summary>
public sealed class ParallelRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_end_well_with_the_same_table_printed_once()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => Cli.RunAsync(
            "sweep", "run", Path.Combine(Places.Fashion, "sweep.yaml"), "--data", _folder["d"],
            "--models", "*squeezenet", "--bits", "8/8", "--methods", "none", "--images", "64"))));
        Assert.All(runs, r => Assert.True(r.Code == ExitCodes.Done, $"{r.Code}: {r.Error}"));
        Assert.Equal(1, runs[0].Output.Split('\n').Count(l => l.Contains("fashion_squeezenet", StringComparison.Ordinal)));
        Assert.All(runs, r => Assert.Equal(runs[0].Output, r.Output));
        Assert.All(runs, r => Assert.Contains("1 cells: ", r.Error, StringComparison.Ordinal));
        Assert.Null(new InstanceFolder(_folder["d"]).ReadEndpoint());
    }
}
