using System.Text.Json.Nodes;
using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary>What scripts read of <c>doctor</c> and <c>zoo check</c>: docs/operations.md has the fields.</summary>
public sealed class CheckJsonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Doctor_says_of_each_finding_how_it_went_and_what_to_do()
    {
        var result = await Cli.RunAsync("doctor", _folder["nope.yaml"], "--json", "--data", _folder["d"]);
        Assert.Equal((ExitCodes.SomeFailed, ""), (result.Code, result.Error));
        var found = JsonNode.Parse(result.Output)!;
        Assert.False((bool)found["ok"]!);
        var findings = found["findings"]!.AsArray().Select(f => f!).ToList();
        Assert.All(findings, f => Assert.Equal(["verdict", "subject", "detail", "fix"], f.AsObject().Select(p => p.Key)));
        Assert.All(findings, f => Assert.Contains((string)f["verdict"]!, new[] { "ok", "warning", "failure" }));
        var spec = Assert.Single(findings, f => (string)f["subject"]! == "spec");
        Assert.Equal(("failure", $"{_folder["nope.yaml"]}: no such file", "correct the file"),
            ((string)spec["verdict"]!, (string)spec["detail"]!, (string)spec["fix"]!));
        Assert.Null(Assert.Single(findings, f => (string)f["subject"]! == "data folder")["fix"]);
    }

    [Fact]
    public async Task Zoo_check_says_of_each_model_what_was_found()
    {
        const string input = "input: { height: 28, width: 28, order: gray, mean: [0.2860], std: [0.3530] }";
        var zoo = _folder.Write("zoo.yaml", $$"""
            models:
              - { name: good, file: {{Places.Fashion}}/models/fashion_resnet.onnx, {{input}} }
              - { name: missing, file: nope.onnx, {{input}} }
            """);
        var result = await Cli.RunAsync(
            "zoo", "check", zoo, "--json", "--dataset", Path.Combine(Places.Fashion, "dataset.yaml"), "--images", "200",
                "--data", _folder["d"]);
        Assert.Equal((ExitCodes.SomeFailed, ""), (result.Code, result.Error));
        var found = JsonNode.Parse(result.Output)!;
        Assert.Equal((false, zoo, "fashion-mnist-test"),
            ((bool)found["ok"]!, (string)found["catalogue"]!, (string)found["dataset"]!["name"]!));
        Assert.Contains("10000 images of 10 classes", (string)found["dataset"]!["found"]!, StringComparison.Ordinal);
        var models = found["models"]!.AsArray().Select(m => m!).ToList();
        Assert.All(models, m =>
            Assert.Equal(["name", "ok", "found", "top1", "referenceWritten", "labels"], m.AsObject().Select(p => p.Key)));
        Assert.Equal(("good", true, false),
            ((string)models[0]["name"]!, (bool)models[0]["ok"]!, (bool)models[0]["referenceWritten"]!));
        Assert.InRange((double)models[0]["top1"]!, 85, 100);
        Assert.Equal(("missing", false), ((string)models[1]["name"]!, (bool)models[1]["ok"]!));
        Assert.Null(models[1]["top1"]);
        Assert.Contains("nope.onnx: no such file", (string)models[1]["found"]!, StringComparison.Ordinal);
    }
}
