using SameSame.Client.Zoo;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Preprocessing;
using SameSame.Quantization.Metrics;
using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary>
/// <c>zoo check --labels</c>: what does far better than the catalogue is named, and nothing is where the catalogue is right.
/// </summary>
public sealed class PreprocessingProbeTests : IDisposable
{
    private readonly ColourZoo _zoo = new();

    public void Dispose() => _zoo.Dispose();

    [Theory]
    [InlineData("order: bgr", "", "ok    net: preprocessing and labels: none of ", "(100.0 % of 120 images)")]
    [InlineData("order: rgb", "", "FAIL  net: preprocessing looks wrong: 100.0 % with order: bgr, 33.3 % as written (the same "
        + "120 images;", "write order: bgr\n")]
    [InlineData("order: bgr", "labels: { offset: 1 }, ", "FAIL  net: labels look wrong: 100.0 % with labels: { offset: 0 }, ",
        "write labels: { offset: 0 }\n")]
    [InlineData("order: rgb", "labels: { offset: 1 }, ",
        "FAIL  net: preprocessing and labels look wrong: 100.0 % with order: bgr, labels: { offset: 0 }, ",
        "labels: { offset: 0 }\n")]
    public async Task Order_and_offset_are_found(string order, string labels, string expected, string end)
    {
        // Four outputs leave room for an offset of 1; the mean of the fourth is the first's, which comes first.
        _zoo.Net("net.onnx", 2, 1, 0, 2);
        var entry = $"{{ name: net, file: net.onnx, {labels}input: {{ height: 8, width: 8, {order} }} }}";
        _zoo.Folder.Write("zoo.yaml", $"models:\n  - {entry}\n");
        _zoo.Dataset();
        var result = await _zoo.RunAsync("zoo", "check", _zoo.Folder.Root, "--labels");
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
        Assert.Contains(end, result.Output, StringComparison.Ordinal);
        Assert.Equal(expected.StartsWith("ok", StringComparison.Ordinal) ? ExitCodes.Done : ExitCodes.SomeFailed, result.Code);
    }

    [Fact]
    public async Task Images_bounds_what_is_read_and_a_dataset_is_needed()
    {
        _zoo.Net("net.onnx", 2, 1, 0);
        _zoo.Folder.Write("zoo.yaml", "models:\n  - { name: net, file: net.onnx, input: { height: 8, width: 8 } }\n");
        Assert.Contains("--labels: needs labelled images",
            Assert.Single((await _zoo.RunAsync("zoo", "check", _zoo.Folder.Root, "--labels")).Complaints),
            StringComparison.Ordinal);
        _zoo.Dataset();
        // One that is not among the sixty.
        var other = Enumerable.Range(0, 40).First(i => !ImageSelection.Take(120, 60).Contains(i));
        File.WriteAllText(_zoo.Folder[$"images/a-red/{other:000}.bmp"], "no image");
        var result = await _zoo.RunAsync("zoo", "check", _zoo.Folder.Root, "--labels", "--images", "60");
        Assert.Contains("% as written (the same 60 images;", result.Output, StringComparison.Ordinal);
        Assert.Contains("write order: bgr", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_that_chance_explains_is_none_and_the_fewest_changes_win()
    {
        // Of 200 images 100 are right as written; seven more by chance, sixty more by what is true, as many by what is true and
        // something beside.
        ProbeTrial[] trials = [Trial(100, []), Trial(107, ["scale: 1"]), Trial(161, ["order: bgr", "mean: [0, 0, 0]"]),
            Trial(160, ["order: bgr"])];
        Assert.Equal(["order: bgr"], ProbeTrial.FarBetter(trials)!.Changes);
        Assert.Null(ProbeTrial.FarBetter([trials[0], Trial(107, ["scale: 1"])]));
        // Enough to look again, or to give up a guess of one's own.
        Assert.NotNull(ProbeTrial.FarBetter([trials[0], Trial(107, ["scale: 1"])], suspect: true));

        static ProbeTrial Trial(int right, string[] changes)
        {
            var correct = new ImageBitset(200);
            for (var i = 0; i < right; i++)
                correct[i] = true;
            return new ProbeTrial(new InputSpec(), 0, correct, changes);
        }
    }

    [Fact]
    public async Task What_some_images_only_hint_at_more_decide_unless_somebody_says_how_many()
    {
        using var zoo = new ColourZoo(each: 150);
        zoo.Net("net.onnx", 2, 1, 0);
        zoo.Folder.Write("zoo.yaml", "models:\n  - { name: net, file: net.onnx, input: { height: 8, width: 8, order: rgb } }\n");
        zoo.Dataset();
        // Most pictures are gray: their classes say nothing of the order of channels.
        foreach (var (file, i) in Directory.GetFiles(zoo.Folder["images"], "*.bmp", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select((f, i) => (f, i)))
        {
            if (i % 20 != 0)
                ColourZoo.Gray(file);
        }

        var some = await zoo.RunAsync("zoo", "check", zoo.Folder.Root, "--labels", "--images", "200");
        var more = await zoo.RunAsync("zoo", "check", zoo.Folder.Root, "--labels");
        Assert.DoesNotContain("preprocessing looks wrong", some.Output, StringComparison.Ordinal);
        Assert.Contains("write order: bgr", more.Output, StringComparison.Ordinal);
        Assert.Contains("(the same 450 images;", more.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_better_for_the_sample_zoo()
    {
        var result = await Cli.RunAsync("zoo", "check", Places.Fashion, "--labels", "--images", "200", "--data",
            _zoo.Folder["d"]);
        Assert.Equal(ExitCodes.Done, result.Code);
        Assert.Equal(5, result.Output.Split("none of 7 usual preprocessings does better").Length - 1);
    }

    [SkippableFact]
    public async Task Nothing_is_better_for_ImageNet_models_and_a_wrong_scale_is_found()
    {
        var shared = Places.Imagenet;
        var zoo = _zoo.Folder.Write("zoo.yaml", File.ReadAllText(Path.Combine(shared, "zoo.yaml"))
            .Replace("file: models/", $"file: {shared}/models/", StringComparison.Ordinal));
        string[] args = ["zoo", "check", zoo, "--dataset", Path.Combine(shared, "dataset.yaml"), "--labels", "--images", "60"];
        var right = await _zoo.RunAsync(args);
        Assert.True(right.Code == ExitCodes.Done, right.Output);
        Assert.Equal(3, right.Output.Split("usual preprocessings does better").Length - 1);

        var entry = File.ReadAllLines(zoo).SkipWhile(l => !l.Contains("mobilenet_v1", StringComparison.Ordinal))
            .TakeWhile(l => !l.Contains("mobilenet_v2", StringComparison.Ordinal))
            .Where(l => !l.Contains("reference:", StringComparison.Ordinal));
        _zoo.Folder.Write("zoo.yaml", "models:\n" + string.Join('\n', entry)
            .Replace("scale: 255", "scale: 1", StringComparison.Ordinal));
        Assert.Contains("write scale: 255\n", (await _zoo.RunAsync(args)).Output, StringComparison.Ordinal);
    }
}
