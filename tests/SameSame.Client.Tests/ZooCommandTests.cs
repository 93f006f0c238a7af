using SameSame.Evaluation.Configuration;
using SameSame.Testing;

namespace SameSame.Client.Tests;

public sealed class ZooCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Init_writes_down_what_files_tell_and_marks_what_they_cannot()
    {
        Directory.CreateDirectory(_folder["sub"]);
        File.Copy(Path.Combine(Places.Fashion, "models", "fashion_resnet.onnx"), _folder["sub/my net.onnx"]);
        _folder.Write("broken.onnx", "no model");
        var result = await Cli.RunAsync("zoo", "init", _folder.Root);
        Assert.Equal(ExitCodes.SomeFailed, result.Code);
        Assert.StartsWith($"left out: {_folder["broken.onnx"]}: not an ONNX model", Assert.Single(result.Complaints), StringComparison.Ordinal);

        var zoo = ZooFile.Read(_folder.Root);
        var model = Assert.Single(zoo.Models);
        Assert.Equal(("my_net", "sub/my net.onnx", 28, 28, "gray"), (model.Name, model.File, model.Input.Height, model.Input.Width, model.Input.Order));
        Assert.Equal("a6fd0579a505cbf6c1c6027b513aaabf38f8207ba8dfd7c1e227882093d9a0d5", model.Sha256);
        Assert.Contains("UNVERIFIED", await File.ReadAllTextAsync(zoo.Path), StringComparison.Ordinal);

        Assert.Equal(ExitCodes.SomeFailed, (await Cli.RunAsync("zoo", "init", _folder.Root, "--force")).Code);
    }

    [Fact]
    public async Task Check_passes_the_sample_zoo_and_says_what_it_measured()
    {
        var result = await Cli.RunAsync("zoo", "check", Places.Fashion, "--images", "500", "--data", _folder["d"]);
        Assert.Equal(ExitCodes.Done, result.Code);
        Assert.Contains("fashion-mnist-test: 10000 images of 10 classes, 1000 each; 1000 for calibration", result.Output, StringComparison.Ordinal);
        Assert.Equal(5, result.Output.Split('\n').Count(l => l.StartsWith("ok ", StringComparison.Ordinal) && l.Contains("on 500 images of fashion-mnist-test; the catalogue states", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Check_writes_references_that_are_missing_and_leaves_the_rest_of_the_file_alone()
    {
        var model = Path.Combine(Places.Fashion, "models", "fashion_resnet.onnx");
        const string input = "input: { height: 28, width: 28, order: gray, mean: [0.286], std: [0.353] }";
        var zoo = _folder.Write("zoo.yaml", $"""
            # kept
            models:
              - name: first   # this one too
                file: {model}
                {input}
                # reference: NAME

              # before the second
              - name: second
                file: {model}
                {input}
              - name: third
                {input}
                file: {model}

            """);
        var args = new[] { "zoo", "check", zoo, "--dataset", Path.Combine(Places.Fashion, "dataset.yaml"), "--data", _folder["d"], "--write-reference" };
        Assert.Contains("needs all images", (await Cli.RunAsync([.. args, "--images", "100"])).Error, StringComparison.Ordinal);
        var result = await Cli.RunAsync(args);
        Assert.True(result.Code == ExitCodes.Done, result.Output);
        var written = await File.ReadAllTextAsync(zoo);
        Assert.All(ZooFile.Read(zoo).Models, m => Assert.Equal(("fashion-mnist-test", 92.94, 0.5), (m.Reference!.Dataset, m.Reference.Top1, m.Reference.Tolerance)));
        foreach (var kept in new[] { "# kept\n", "first   # this one too\n", "  # before the second\n  - name: second\n" })
            Assert.Contains(kept, written, StringComparison.Ordinal);
        Assert.DoesNotContain("# reference:", written, StringComparison.Ordinal);
        // Written once, compared from then on.
        Assert.Equal(3, (await Cli.RunAsync(args)).Output.Split("the catalogue states 92.94 +- 0.50").Length - 1);
        Assert.Equal(written, await File.ReadAllTextAsync(zoo));
    }

    [Fact]
    public async Task Check_names_each_thing_that_is_wrong()
    {
        var model = Path.Combine(Places.Fashion, "models", "fashion_resnet.onnx");
        var zoo = _folder.Write("zoo.yaml", $$"""
            models:
              - { name: changed, file: {{model}}, sha256: abc, input: { height: 28, width: 28, order: gray, mean: [0.286], std: [0.353] } }
              - { name: shaped, file: {{model}}, input: { height: 32, width: 28, order: gray, mean: [0.286], std: [0.353] } }
              - { name: unscaled, file: {{model}}, input: { height: 28, width: 28, order: gray, scale: 1, mean: [0], std: [1] }, reference: { dataset: fashion-mnist-test, top1: 92.94 } }
            """);
        var result = await Cli.RunAsync("zoo", "check", zoo, "--dataset", Path.Combine(Places.Fashion, "dataset.yaml"), "--data", _folder["d"]);
        Assert.Equal(ExitCodes.SomeFailed, result.Code);
        Assert.Contains("FAIL  changed: sha256 differs from the catalogue", result.Output, StringComparison.Ordinal);
        Assert.Contains("FAIL  shaped: the model takes [-1, 1, 28, 28], the catalogue's input makes [N, 1, 32, 28]", result.Output, StringComparison.Ordinal);
        Assert.Contains("the catalogue states 92.94 +- 0.50: check input and labels", result.Output, StringComparison.Ordinal);
    }
}
