using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary><c>sweep export</c> and <c>artifacts get</c>: what a sweep measured, as files.</summary>
public sealed class CellFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_measured_cells_network_is_rebuilt_byte_for_byte_and_scores_what_was_measured()
    {
        var sweep = await SweepAsync();
        var cells = await ResultsAsync();
        Assert.Equal(["analytic", "empirical"], cells.Select(c => (string)c["biasCorrection"]!).Order());
        foreach (var cell in cells)
        {
            var file = _folder[$"{(string)cell["biasCorrection"]!}.onnx"];
            var exported = await RunAsync("sweep", "export", sweep, "-o", file, "--cell", ((string)cell["key"]!)[..10]);
            Assert.Equal(ExitCodes.Done, exported.Code);
            Assert.Equal((string)cell["exportSha256"]!, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file))));
            Assert.Equal((double)cell["top1"]!, await TopOneAsync(file));
        }

        // The correction's shifts are part of the recipe: without them the second file would be the network without correction.
        Assert.NotEqual(cells[0]["exportSha256"]!.ToString(), cells[1]["exportSha256"]!.ToString());
    }

    [Fact]
    public async Task A_cell_with_absorbed_biases_says_so_and_is_rebuilt_with_them()
    {
        var ran = await RunAsync("sweep", "run", Path.Combine(Places.Fashion, "sweep.yaml"), "--models", "fashion_mobilenet_v1", "--bits", "8/8", "--methods", "none",
            "--absorb-biases", "false,true", "--images", "200", "--json", _folder["s.json"]);
        Assert.Equal(ExitCodes.Done, ran.Code);
        Assert.Matches("\\| absorb +\\| none", ran.Output);
        var cells = (await ResultsAsync()).ToDictionary(c => (bool)c["absorbBiases"]!);
        Assert.Equal((false, 0), ((bool)cells[false]["inexact"]!, (int)cells[false]["absorbedChannels"]!));
        Assert.True((bool)cells[true]["inexact"]! && (int)cells[true]["absorbedChannels"]! > 0);
        Assert.Matches("^\\d+ zero padding", (string)cells[true]["absorptionSkipped"]!);
        Assert.InRange((double)cells[true]["fp32Drift"]!, 0, 1e-4);

        var id = (string)JsonNode.Parse(await File.ReadAllTextAsync(_folder["s.json"]))!["sweep"]!["id"]!;
        Assert.Equal(ExitCodes.Done, (await RunAsync("sweep", "export", id, "-o", _folder["a.onnx"], "--cell", (string)cells[true]["key"]!)).Code);
        var quantized = await RunAsync("quantize", Path.Combine(Places.Fashion, "models", "fashion_mobilenet_v1.onnx"), "-o", _folder["q.onnx"], "--method", "none", "--absorb-biases");
        Assert.Equal(ExitCodes.Done, quantized.Code);
        Assert.Contains($"high biases: {(int)cells[true]["absorbedChannels"]!} channels absorbed (inexact: exact on calibration images only), ", quantized.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_winners_of_all_models_are_written_with_a_manifest_that_names_them()
    {
        var spec = Path.Combine(Places.Fashion, "sweep.yaml");
        await RunAsync("sweep", "run", spec, "--models", "fashion_*net", "--bits", "8/8,4/4", "--methods", "none,cle", "--images", "300", "--json", _folder["s.json"]);
        var sweep = (string)JsonNode.Parse(await File.ReadAllTextAsync(_folder["s.json"]))!["sweep"]!["id"]!;

        Assert.Equal(ExitCodes.Done, (await RunAsync("sweep", "export", sweep, "--best", "-o", _folder["all"])).Code);
        var all = JsonNode.Parse(await File.ReadAllTextAsync(_folder["all/manifest.json"]))!["networks"]!.AsArray();
        Assert.Equal(4, all.Count);
        Assert.All(all, n => Assert.Equal((string)n!["cell"]!["exportSha256"]!, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_folder[$"all/{n["file"]}"])))));

        // Eight bits are within three points for both; four are not.
        Assert.Equal(ExitCodes.Done, (await RunAsync("sweep", "export", sweep, "--pick", "smallest", "--max-cost", "3", "-o", _folder["some"])).Code);
        Assert.Equal(["manifest.json", "w8a8", "w8a8"], Directory.GetFiles(_folder["some"]).Select(f => Path.GetFileName(f)!.Split('-') is [_, var bits, ..] ? bits : Path.GetFileName(f)!).Order());

        var none = await RunAsync("sweep", "export", sweep, "--best", "--max-cost", "-50", "-o", _folder["none"]);
        Assert.Equal((ExitCodes.NothingStarted, false), (none.Code, Directory.Exists(_folder["none"])));
    }

    [Fact]
    public async Task A_choice_that_is_none_or_not_one_says_what_there_is()
    {
        var sweep = await SweepAsync();
        var several = await RunAsync("sweep", "export", sweep, "-o", _folder["x.onnx"], "--model", "fashion_resnet");
        Assert.Equal(ExitCodes.NothingStarted, several.Code);
        Assert.Matches("^samesame: sweep .*: 2 cells fit: [0-9a-f]{12} \\(fashion_resnet cle w4a8;per-tensor;minmax;(analytic|empirical)\\), .*; name one with --cell$", Assert.Single(several.Complaints));
        var none = await RunAsync("sweep", "export", sweep, "-o", _folder["x.onnx"], "--bits", "2/2");
        Assert.Contains("no measured cell fits", Assert.Single(none.Complaints), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["x.onnx"]));
    }

    [Fact]
    public async Task Artifacts_come_whole_and_missing_ones_are_named()
    {
        await SweepAsync();
        var factors = (string)(await ResultsAsync())[0]["factors"]!;
        Assert.Equal(ExitCodes.Done, (await RunAsync("artifacts", "get", factors.ToUpperInvariant(), "-o", _folder["f.json"])).Code);
        Assert.Equal(factors, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(_folder["f.json"]))));

        var wrong = await RunAsync("artifacts", "get", "abc", "-o", _folder["x"]);
        Assert.Equal((ExitCodes.NothingStarted, "samesame: 'abc': expected an artifact's hash, 64 hexadecimal digits"), (wrong.Code, Assert.Single(wrong.Complaints)));
        var missing = await RunAsync("artifacts", "get", new string('0', 64), "-o", _folder["x"]);
        Assert.Contains($"artifact {new string('0', 64)} is missing from ", Assert.Single(missing.Complaints), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["x"]));
    }

    private async Task<string> SweepAsync()
    {
        var ran = await RunAsync("sweep", "run", Path.Combine(Places.Fashion, "sweep.yaml"), "--models", "fashion_resnet", "--bits", "4/8", "--methods", "cle",
            "--bias-correction", "analytic,empirical", "--images", "200", "--json", _folder["s.json"]);
        Assert.Equal(ExitCodes.Done, ran.Code);
        return (string)JsonNode.Parse(await File.ReadAllTextAsync(_folder["s.json"]))!["sweep"]!["id"]!;
    }

    private async Task<List<JsonNode>> ResultsAsync() => [.. JsonNode.Parse(await File.ReadAllTextAsync(_folder["s.json"]))!["results"]!.AsArray().Select(n => n!)];

    private async Task<double> TopOneAsync(string file)
    {
        var zoo = _folder.Write("zoo.yaml", $$"""
            models:
              - { name: rebuilt, file: {{file}}, input: { height: 28, width: 28, order: gray, mean: [0.2860], std: [0.3530] } }
            """);
        Assert.Equal(ExitCodes.Done, (await RunAsync("evaluate", "rebuilt", "--zoo", zoo, "--dataset", Path.Combine(Places.Fashion, "dataset.yaml"), "--images", "200", "--json", _folder["e.json"])).Code);
        return (double)JsonNode.Parse(await File.ReadAllTextAsync(_folder["e.json"]))!["top1"]!;
    }

    private Task<Cli.Result> RunAsync(params string[] args) => Cli.RunAsync([.. args, "--data", _folder["d"]]);
}
