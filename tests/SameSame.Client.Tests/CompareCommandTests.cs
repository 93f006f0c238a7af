using System.Text.Json.Nodes;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary><c>compare</c> on two sweeps of the same models, one of which was trained again in between, and on two
/// models.</summary>
public sealed class CompareCommandTests : IDisposable
{
    private const string Models = "fashion_*net";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_model_that_became_worse_is_found_and_the_rest_is_not_flagged()
    {
        CopyZoo();
        var before = await SweepAsync("before");
        Damage("fashion_squeezenet");
        var after = await SweepAsync("after");

        var compared = await Cli.RunAsync(
            "compare", before, after, "--format", "json", "--fail-on-regression", "0.5", "--data", _folder["d"]);
        var json = JsonNode.Parse(compared.Output)!;
        Assert.Equal(ExitCodes.SomeFailed, compared.Code);
        Assert.All(json["cells"]!.AsArray(), c => Assert.Equal(
            ((string)c!["model"]!, true),
            ((string)c["change"]! == "worse" ? "fashion_squeezenet" : "fashion_resnet", (bool)c["paired"]!)));
        Assert.Equal((2, 0, 2), ((int)json["worse"]!, (int)json["better"]!, (int)json["same"]!));
        Assert.Equal(
            2, compared.Complaints.Count(l => l.StartsWith("regression: fashion_squeezenet 8/8", StringComparison.Ordinal)));
        Assert.Contains(json["differences"]!.AsArray(), d => (string)d!["name"]! == "file of fashion_squeezenet");
        Assert.DoesNotContain(json["differences"]!.AsArray(), d => (string)d!["name"]! == "file of fashion_resnet");

        // A wide limit, or the other way round: nothing regressed.
        Assert.Equal(
            ExitCodes.Done,
            (await Cli.RunAsync("compare", before, after, "--fail-on-regression", "99", "--data", _folder["d"])).Code);
        Assert.Equal(
            ExitCodes.Done,
            (await Cli.RunAsync("compare", after, before, "--fail-on-regression", "0", "--data", _folder["d"])).Code);

        // The earlier checkpoint is history: the board shows one row a configuration, and both when it is asked for.
        Assert.Equal(4, (await BoardAsync()).Count);
        var history = await BoardAsync("--history");
        Assert.Equal(2, history.Where(r => (string)r!["model"]! == "fashion_squeezenet" && (string)r["method"]! == "none")
            .Select(r => (string)r!["modelSha256"]!).Distinct().Count());
        Assert.Equal(after, (string)Assert.Single(await BoardAsync("--model", "*squeezenet", "--method", "cle"))!["sweep"]!);
    }

    [Fact]
    public async Task The_same_spec_of_other_files_is_another_sweep_and_the_earlier_one_stays()
    {
        CopyZoo();
        var first = await SweepAsync("s");
        Assert.Equal(first, await SweepAsync("s"));
        Damage("fashion_squeezenet");
        var second = await SweepAsync("s");
        Assert.NotEqual(first, second);
        var list = (await Cli.RunAsync("sweep", "list", "--json", "--data", _folder["d"])).Output;
        Assert.Equal([first, second], JsonNode.Parse(list)!["sweeps"]!.AsArray().Select(s => (string)s!["id"]!));
        // Its figures are still those of the files as they were.
        var compared = JsonNode.Parse(
            (await Cli.RunAsync("compare", first, second, "--format", "json", "--data", _folder["d"])).Output)!;
        Assert.Equal(2, (int)compared["worse"]!);
        Assert.Contains(compared["differences"]!.AsArray(), d => (string)d!["name"]! == "files of zoo and dataset");
    }

    [Fact]
    public async Task Two_models_are_compared_over_the_images_that_both_saw_and_an_unknown_name_is_refused()
    {
        CopyZoo();
        await SweepAsync("s");
        var compared = await Cli.RunAsync(
            "compare", "fashion_resnet", "fashion_squeezenet", "--format", "markdown", "--data", _folder["d"]);
        Assert.Equal(ExitCodes.Done, compared.Code);
        Assert.Contains("| fashion_resnet / fashion_squeezenet | 8/8 |", compared.Output, StringComparison.Ordinal);
        Assert.Contains("2 cells in both", compared.Complaints[^1], StringComparison.Ordinal);

        var unknown = await Cli.RunAsync("compare", "fashion_resnet", "fashion_squeeznet", "--data", _folder["d"]);
        Assert.Equal(ExitCodes.NothingStarted, unknown.Code);
        Assert.Contains(
            "unknown sweep or model 'fashion_squeeznet': did you mean fashion_squeezenet?",
            Assert.Single(unknown.Complaints), StringComparison.Ordinal);
    }

    private async Task<string> SweepAsync(string name)
    {
        var spec = _folder[$"zoo/{name}.yaml"];
        await File.WriteAllTextAsync(
            spec,
            $"name: {name}\nzoo: zoo.yaml\ndataset: {Path.Combine(Places.Fashion, "dataset.yaml")}\nmodels: {Models}\nimages: 400\nmethods: [none, cle]\n");
        var ran = await Cli.RunAsync("sweep", "run", spec, "--data", _folder["d"], "--json", _folder[$"{name}.json"]);
        Assert.Equal(ExitCodes.Done, ran.Code);
        return (string)JsonNode.Parse(await File.ReadAllTextAsync(_folder[$"{name}.json"]))!["sweep"]!["id"]!;
    }

    private async Task<JsonArray> BoardAsync(params string[] options) =>
        JsonNode.Parse(
            (await Cli.RunAsync(["leaderboard", "--format", "json", "--data", _folder["d"], .. options])).Output)!["results"]!
            .AsArray();

    private void CopyZoo()
    {
        Directory.CreateDirectory(_folder["zoo/models"]);
        // Without hashes and reference accuracies: a model that is trained again has others.
        var lines = File.ReadAllLines(Path.Combine(Places.Fashion, "zoo.yaml"))
            .Where(l => !l.Contains("sha256:", StringComparison.Ordinal) && !l.Contains("reference:", StringComparison.Ordinal));
        File.WriteAllLines(_folder["zoo/zoo.yaml"], lines);
        foreach (var file in Directory.GetFiles(Path.Combine(Places.Fashion, "models"), "*.onnx"))
            File.Copy(file, _folder[$"zoo/models/{Path.GetFileName(file)}"]);
    }

    // As an unlucky training run: weights have moved.
    private void Damage(string model)
    {
        var path = _folder[$"zoo/models/{model}.onnx"];
        var file = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        var random = new Random(1);
        foreach (var weights in file.Graph.Initializer.Where(t => t.Dims.Count == 4))
        {
            var values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(weights.RawData.ToByteArray()).ToArray();
            var scale = values.Max(Math.Abs);
            for (var i = 0; i < values.Length; i++)
                values[i] += (float)(0.3 * scale * (random.NextDouble() - 0.5));
            weights.RawData = Google.Protobuf.ByteString.CopyFrom(
                System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        }

        File.WriteAllBytes(path, Google.Protobuf.MessageExtensions.ToByteArray(file));
    }
}
