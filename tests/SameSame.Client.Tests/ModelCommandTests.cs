using System.Text.Json.Nodes;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary>The commands on one model, on the sample zoo.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private static readonly string Model = Path.Combine(Places.Fashion, "models", "fashion_mobilenet_v2.onnx");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Inspect_lists_groups_tied_tensors_and_what_is_left_out()
    {
        var result = await Cli.RunAsync("inspect", Model, "--json", _folder["i.json"]);
        Assert.Equal(ExitCodes.Done, result.Code);
        Assert.Contains("26 linear layers, 25 BatchNormalizations folded", result.Output, StringComparison.Ordinal);
        Assert.Contains("100.0 % of the weights lie in a group", result.Output, StringComparison.Ordinal);
        Assert.Contains("pinned by graph output 'logits'", result.Output, StringComparison.Ordinal);
        var json = JsonNode.Parse(await File.ReadAllTextAsync(_folder["i.json"]))!;
        Assert.Equal(100, (double)json["coverage"]!);
        Assert.All(json["groups"]!.AsArray(), g => Assert.Equal((int)g!["channels"]!, g["kernelRanges"]!.AsArray().Count));
    }

    [Fact]
    public async Task Equalize_writes_a_network_with_the_same_accuracy_and_other_weights()
    {
        var result = await Cli.RunAsync("equalize", Model, "-o", _folder["e.onnx"], "--method", "cle", "--data", _folder["d"]);
        Assert.Equal(ExitCodes.Done, result.Code);
        Assert.Matches(@"cle, factors 0\.\d+ to \d+(\.\d+)?, FP32 drift \d\.\de-\d of the logits' range", result.Error);
        var original = await TopOne(Model);
        // The file carries its preprocessing; only the dataset is named.
        Assert.Equal(original, await TopOne(_folder["e.onnx"], "--dataset", Path.Combine(Places.Fashion, "dataset.yaml")));
        Assert.NotEqual(Weights(Model), Weights(_folder["e.onnx"]));
    }

    [Fact]
    public async Task Quantize_writes_the_graph_that_a_sweep_measures()
    {
        var quantized = await Cli.RunAsync("quantize", Model, "-o", _folder["q.onnx"], "--bits", "4/8", "--method", "cle", "--bias-correction", "analytic", "--data", _folder["d"]);
        Assert.Equal(ExitCodes.Done, quantized.Code);
        var measured = await TopOne(_folder["q.onnx"], "--dataset", Path.Combine(Places.Fashion, "dataset.yaml"), "--images", "1000");

        var sweep = await Cli.RunAsync("sweep", "run", Path.Combine(Places.Fashion, "sweep.yaml"), "--models", "fashion_mobilenet_v2", "--bits", "4/8", "--methods", "cle",
            "--bias-correction", "analytic", "--images", "1000", "--data", _folder["d"], "--json", _folder["s.json"]);
        Assert.Equal(ExitCodes.Done, sweep.Code);
        var cell = JsonNode.Parse(await File.ReadAllTextAsync(_folder["s.json"]))!["results"]![0]!;
        Assert.Equal((double)cell["top1"]!, measured);
        Assert.True((double)cell["fp32Drift"]! < 1e-5);
    }

    [Fact]
    public async Task Evaluate_compares_with_a_reference()
    {
        var result = await Cli.RunAsync("evaluate", Model, "--reference", Model, "--images", "500", "--data", _folder["d"], "--json", _folder["e.json"]);
        Assert.Contains("on 500 images", result.Output, StringComparison.Ordinal);
        Assert.Contains("agreement 100.0 %, SQNR 200.0 dB", result.Output, StringComparison.Ordinal);
        Assert.Equal(100, (double)JsonNode.Parse(await File.ReadAllTextAsync(_folder["e.json"]))!["agreement"]!);
    }

    private async Task<double> TopOne(string path, params string[] more)
    {
        var result = await Cli.RunAsync(["evaluate", path, "--data", _folder["d"], "--json", _folder["top1.json"], .. more]);
        Assert.Equal(ExitCodes.Done, result.Code);
        return (double)JsonNode.Parse(await File.ReadAllTextAsync(_folder["top1.json"]))!["top1"]!;
    }

    private static float[] Weights(string path)
    {
        var graph = new OnnxGraph(OnnxFile.Load(path));
        return LinearLayer.All(graph)[3].ReadWeights(graph);
    }
}
