using System.Text.Json.Nodes;
using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary><c>sweep run</c>, <c>list</c>, <c>status</c> and <c>leaderboard</c> on small sweeps of the sample zoo.</summary>
public sealed class SweepCommandTests : IDisposable
{
    private static readonly string[] Small = ["--models", "*squeezenet", "--bits", "8/8,4/4", "--methods", "none,cle", "--images", "300"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sweep_prints_its_table_again_from_what_was_stored_and_measures_nothing_twice()
    {
        var first = await RunAsync(Small);
        Assert.Equal(ExitCodes.Done, first.Code);
        Assert.Contains("4 cells: 4 measured, 0 reused, 0 failed", first.Error, StringComparison.Ordinal);
        Assert.Equal(4, first.Output.Split('\n').Count(l => l.Contains("fashion_squeezenet", StringComparison.Ordinal)));

        var board = await Cli.RunAsync("leaderboard", "--data", _folder["d"]);
        Assert.Equal(first.Output, board.Output);

        var again = await RunAsync(Small);
        Assert.Contains("4 cells: 0 measured, 4 reused, 0 failed; nothing was measured again", again.Error, StringComparison.Ordinal);
        Assert.Equal(first.Output, again.Output);
        Assert.All(await ResultsAsync(), r => Assert.Equal("reused", (string)r["status"]!));

        var before = (await ResultsAsync()).Select(Figures).ToList();
        var forced = await RunAsync([.. Small, "--force"]);
        Assert.Equal(before, (await ResultsAsync()).Select(Figures));
        Assert.Contains("4 cells: 4 measured", forced.Error, StringComparison.Ordinal);
        Assert.Equal(first.Output, forced.Output);
    }

    [Fact]
    public async Task The_leaderboard_filters_and_prints_every_format()
    {
        await RunAsync(Small);
        async Task<string> Board(params string[] args) => (await Cli.RunAsync(["leaderboard", "--data", _folder["d"], .. args])).Output;
        Assert.Equal(2, JsonNode.Parse(await Board("--bits", "8/8", "--format", "json"))!["results"]!.AsArray().Count);
        Assert.Equal(2, JsonNode.Parse(await Board("--best", "--format", "json"))!["results"]!.AsArray().Count);
        Assert.Equal(5, (await Board("--format", "csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(6, (await Board("--format", "markdown")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Empty(JsonNode.Parse(await Board("--model", "x*", "--format", "json"))!["results"]!.AsArray());
    }

    [Fact]
    public async Task A_run_that_stops_by_confidence_takes_fewer_images_and_says_how_many()
    {
        var small = new[] { "--models", "*squeezenet", "--bits", "8/8,4/4", "--methods", "none" };
        Assert.Equal(ExitCodes.Done, (await RunAsync([.. small, "--confidence", "2"])).Code);
        var stopped = await ResultsAsync();
        Assert.All(stopped, r => Assert.InRange((int)r["images"]!, 100, 4900));
        Assert.All(stopped, r => Assert.InRange((double)r["degradationCi95"]![1]! - (double)r["degradationCi95"]![0]!, 0, 2));
        Assert.All(stopped, r => Assert.Equal(2, (double)r["confidence"]!));
        // 4/4 disagrees with FP32 more often, so it takes longer to know.
        Assert.True((int)stopped[1]["images"]! > (int)stopped[0]["images"]!);

        // All images are another measurement; it lies within what the short one said.
        Assert.Equal(ExitCodes.Done, (await RunAsync(small)).Code);
        var all = await ResultsAsync();
        Assert.All(all, r => Assert.Equal(("completed", 5000), ((string)r["status"]!, (int)r["images"]!)));
        Assert.All(all.Zip(stopped), r => Assert.InRange((double)r.First["degradation"]!, (double)r.Second["degradationCi95"]![0]! - 1, (double)r.Second["degradationCi95"]![1]! + 1));
        Assert.All(all, r => Assert.True((int)r["integerNodes"]! > 0 && (int)r["nodes"]!["CPUExecutionProvider"]! > 0 && (int)r["floatLayers"]! == 0 && (int)r["batch"]! > 0));
    }

    [Fact]
    public async Task A_GPU_that_is_not_there_is_refused_with_what_is_missing()
    {
        var refused = await RunAsync([.. Small, "--device", "gpu"]);
        Assert.Equal(ExitCodes.NothingStarted, refused.Code);
        Assert.Contains("-p:Gpu=true", Assert.Single(refused.Complaints), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cache_is_listed_and_cleared()
    {
        await RunAsync(Small);
        var list = await Cli.RunAsync("cache", "list", "--data", _folder["d"]);
        Assert.Contains(" images, ", list.Output, StringComparison.Ordinal);
        Assert.Contains("hash of a dataset", list.Output, StringComparison.Ordinal);
        Assert.Contains("batch sizes", list.Output, StringComparison.Ordinal);
        var cleared = await Cli.RunAsync("cache", "clear", "--data", _folder["d"]);
        Assert.Contains("MB freed", cleared.Error, StringComparison.Ordinal);
        Assert.Contains("0 files", (await Cli.RunAsync("cache", "list", "--data", _folder["d"])).Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, (await RunAsync([.. Small, "--force"])).Code);
    }

    [Fact]
    public async Task List_and_status_show_a_finished_sweep()
    {
        await RunAsync(Small);
        var id = (await Cli.NewestAsync(_folder["d"]))!;
        var list = await Cli.RunAsync("sweep", "list", "--data", _folder["d"]);
        var row = Assert.Single(list.Output.Split('\n'), l => l.Contains(id, StringComparison.Ordinal))
            .Split('|', StringSplitOptions.TrimEntries);
        Assert.Equal([id, "finished", "1/1", "4/4", "0", "300"], [row[1], .. row[3..8]]);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d$", row[2]);
        var json = Assert.Single(await Cli.SweepsAsync(_folder["d"]));
        Assert.Equal(("fashion", 1, 1, 4, 4, 4, 0, 0, 300),
            ((string)json["name"]!, (int)json["models"]!, (int)json["modelsFinished"]!,
            (int)json["cells"]!, (int)json["done"]!, (int)json["completed"]!, (int)json["reused"]!, (int)json["failed"]!,
                (int)json["images"]!));
        var written = await File.ReadAllTextAsync(_folder["out.json"]);
        Assert.Equal(written, (await Cli.RunAsync("sweep", "status", id, "--json", "--data", _folder["d"]))
            .Output.TrimEnd('\n'));
        var status = await Cli.RunAsync("sweep", "status", id, "--data", _folder["d"]);
        Assert.Contains($"sweep {id}: 4 cells: 4 measured", status.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_that_cannot_be_measured_fail_with_their_reasons_and_the_others_run()
    {
        var models = Path.Combine(Places.Fashion, "models");
        var whole = await File.ReadAllBytesAsync(Path.Combine(models, "fashion_resnet.onnx"));
        await File.WriteAllBytesAsync(_folder["truncated.onnx"], whole[..50_000]);
        const string input = "input: { height: 28, width: 28, order: gray, mean: [0.2860], std: [0.3530] }";
        var zoo = _folder.Write("zoo.yaml", $$"""
            models:
              - { name: good, file: {{models}}/fashion_resnet.onnx, {{input}} }
              - { name: truncated, file: truncated.onnx, {{input}} }
              - { name: changed, file: {{models}}/fashion_resnet.onnx, sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, {{input}} }
              - { name: missing, file: nope.onnx, {{input}} }
              - { name: gated, file: {{models}}/fashion_squeezenet.onnx, reference: { dataset: fashion-mnist-test, top1: 99 }, {{input}} }
              - { name: shifted, file: {{models}}/fashion_squeezenet.onnx, labels: { offset: 5 }, {{input}} }
            """);
        var result = await RunAsync(["--zoo", zoo, "--bits", "8/8", "--methods", "none,cle", "--images", "200"]);
        Assert.Equal(ExitCodes.SomeFailed, result.Code);
        var results = await ResultsAsync();
        Assert.All(results.Where(r => (string)r["model"]! == "good"), r => Assert.Equal("completed", (string)r["status"]!));
        foreach (var (model, reason) in new[]
        {
            ("truncated", "not an ONNX model, or truncated"), ("changed", "the catalogue says 0123456789abcdef..."), ("missing", "nope.onnx: no such file"),
            ("gated", "the catalogue states 99.00"), ("shifted", "check labels.offset"),
        })
        {
            var cells = results.Where(r => (string)r["model"]! == model).ToList();
            Assert.Equal(2, cells.Count);
            Assert.All(cells, c => Assert.Equal("failed", (string)c["status"]!));
            Assert.All(cells, c => Assert.Contains(reason, (string)c["error"]!, StringComparison.Ordinal));
            Assert.Contains($"failed: {model}, 2 cells: ", result.Error, StringComparison.Ordinal);
        }
    }

    // A cell measured again gives every figure again, to the last bit.
    private static string Figures(JsonNode cell) =>
        string.Join(' ', new[] { "key", "top1", "top5", "degradation", "agreement", "sqnrDb", "fp32Drift" }.Select(f => cell[f]!.ToJsonString()));

    private Task<Cli.Result> RunAsync(string[] args) =>
        Cli.RunAsync(["sweep", "run", Path.Combine(Places.Fashion, "sweep.yaml"), "--data", _folder["d"], "--json", _folder["out.json"], .. args]);

    private async Task<List<JsonNode>> ResultsAsync() => [.. JsonNode.Parse(await File.ReadAllTextAsync(_folder["out.json"]))!["results"]!.AsArray().Select(n => n!)];
}
