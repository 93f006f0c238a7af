using System.Text.Json.Nodes;
using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary><c>samesame explain</c> on a measured cell, and what a cell's JSON says of its gate.</summary>
public sealed class ExplainCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_cell_is_explained_layer_by_layer_from_what_was_stored()
    {
        var run = await Cli.RunAsync(
            "sweep", "run", Path.Combine(Places.Fashion, "sweep.yaml"), "--models", "fashion_mobilenet_v2", "--bits", "4/8", "--methods", "cle", "--images", "100",
            "--data", _folder["d"], "--json", _folder["s.json"]);
        Assert.True(run.Code == ExitCodes.Done, run.Error);
        var cell = JsonNode.Parse(File.ReadAllText(_folder["s.json"]))!["results"]![0]!;
        Assert.InRange((double)cell["gateSqnrDb"]!, (double)cell["predictedSqnrDb"]! - 3, (double)cell["predictedSqnrDb"]! + 3);
        Assert.Null(cell["implausible"]);
        Assert.Equal((0, 0), ((int)cell["floatWeights"]!, (int)cell["floatInputs"]!));

        var explained = await Cli.RunAsync("explain", ((string)cell["key"]!)[..12], "--data", _folder["d"], "--json", _folder["e.json"]);
        Assert.True(explained.Code == ExitCodes.Done, explained.Error);
        var layers = JsonNode.Parse(File.ReadAllText(_folder["e.json"]))!["layers"]!.AsArray();
        Assert.True(layers.Count > 10);
        // The logits are the last row; rounded weights are most of what 4 bits cost.
        var logits = layers[^1]!;
        Assert.InRange((double)logits["measuredDb"]!, (double)logits["predictedDb"]! - 3, (double)logits["predictedDb"]! + 3);
        Assert.True((double)logits["weightsDb"]! < (double)logits["roundingDb"]! && (double)logits["biasesDb"]! > (double)logits["weightsDb"]!);
        Assert.Contains("predicted dB", explained.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_no_cell_has_is_an_error_with_the_way_to_find_one()
    {
        var result = await Cli.RunAsync("explain", "0123abcd", "--data", _folder["d"]);
        Assert.Equal(ExitCodes.NothingStarted, result.Code);
        Assert.Contains("no measured cell's key begins with '0123abcd'", Assert.Single(result.Complaints), StringComparison.Ordinal);
    }
}
