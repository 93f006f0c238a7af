using System.IO.Compression;
using System.Text.Json.Nodes;
using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary>Labels, classes and calibrations that cannot be right, as a user meets them: nothing is measured on them without a word.</summary>
public sealed class DoubtfulBaselineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("shifted", "labels look shifted by one: FP32 top-1 is ", "labels: { offset: -1 }")]
    [InlineData("shuffled", "classes look shuffled: FP32 top-1 is ", "check the dataset's classes")]
    public async Task Wrong_labels_fail_the_check_and_stop_the_sweep_until_they_are_accepted(string kind, string finding, string fix)
    {
        int[] order = kind == "shifted" ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 9] : [3, 8, 5, 0, 9, 7, 1, 6, 2, 4];
        Files(l => order[l]);
        var check = await Cli.RunAsync("zoo", "check", _folder["zoo.yaml"], "--dataset", _folder["dataset.yaml"], "--images", "300", "--data", _folder["d"]);
        Assert.Equal(1, check.Code);
        Assert.Contains("FAIL", check.Output, StringComparison.Ordinal);
        Assert.Contains(finding, check.Output, StringComparison.Ordinal);

        var stopped = await SweepAsync();
        Assert.Equal(1, stopped.Code);
        Assert.Contains("2 cells: baseline: " + finding, stopped.Error, StringComparison.Ordinal);
        Assert.Contains(fix, stopped.Error, StringComparison.Ordinal);
        Assert.Contains("--accept-baseline measures all the same", stopped.Error, StringComparison.Ordinal);
        Assert.Contains("0 measured, 0 reused, 2 failed", stopped.Error, StringComparison.Ordinal);

        var accepted = await SweepAsync("--accept-baseline");
        Assert.True(accepted.Code == 0, accepted.Error);
        Assert.Contains("doubtful: fashion_squeezenet, 2 cells: " + finding, accepted.Error, StringComparison.Ordinal);
        Assert.All(JsonNode.Parse(await File.ReadAllTextAsync(_folder["out.json"]))!["results"]!.AsArray(), r => Assert.StartsWith(finding, (string)r!["findings"]!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_calibration_on_one_image_is_measured_and_said()
    {
        Files(l => l, calibrationImages: 1);
        var ran = await SweepAsync();
        Assert.True(ran.Code == 0, ran.Error);
        Assert.Contains("doubtful: fashion_squeezenet, 2 cells: calibrated on 1 image: ranges need at least 32", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_calibration_on_images_of_the_evaluation_is_measured_and_said()
    {
        Files(l => l);
        var dataset = File.ReadAllText(_folder["dataset.yaml"]);
        _folder.Write("dataset.yaml", dataset[..dataset.IndexOf("calibration:", StringComparison.Ordinal)] + "calibration:\n  images: t10k-images-idx3-ubyte.gz\n  labels: labels.gz\n");
        // All 10,000 are measured, so all that calibration takes are among them.
        var ran = await SweepAsync("--images", "all", "--methods", "none");
        Assert.True(ran.Code == 0, ran.Error);
        Assert.Contains("doubtful: fashion_squeezenet, 1 cells: 256 of 256 calibration images are images of the evaluation", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_doubtful_about_the_sample()
    {
        Files(l => l);
        var ran = await SweepAsync();
        Assert.Equal(0, ran.Code);
        Assert.DoesNotContain("doubtful", ran.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunAsync("zoo", "check", _folder["zoo.yaml"], "--dataset", _folder["dataset.yaml"], "--images", "300", "--data", _folder["d"])).Code);
    }

    /// <summary>Folders of one's own, sorted by name, under a network with ImageNet's order: the commonest mistake of all.</summary>
    [SkippableFact]
    public async Task Own_class_folders_without_classes_under_an_ImageNet_model_are_found()
    {
        var shared = Places.Imagenet;
        foreach (var folder in Directory.GetDirectories(Path.Combine(shared, "val")).Order(StringComparer.Ordinal).Where((_, i) => i % 8 == 3))
            Directory.CreateSymbolicLink(Path.Combine(Directory.CreateDirectory(_folder["val"]).FullName, Path.GetFileName(folder)), folder);
        _folder.Write("dataset.yaml", "name: own\nformat: class-folders\nroot: val\nresize: none\n");
        _folder.Write("zoo.yaml", string.Join('\n', File.ReadAllLines(Path.Combine(shared, "zoo.yaml")).Where(l => !l.Contains("reference:", StringComparison.Ordinal)))
            .Replace("file: models/", $"file: {shared}/models/", StringComparison.Ordinal));
        var check = await Cli.RunAsync("zoo", "check", _folder["zoo.yaml"], "--dataset", _folder["dataset.yaml"], "--data", _folder["d"]);
        Assert.Equal(1, check.Code);
        Assert.Contains("classes and the model 1000 outputs", check.Output, StringComparison.Ordinal);
    }

    private Task<Cli.Result> SweepAsync(params string[] more) =>
        Cli.RunAsync(["sweep", "run", _folder["sweep.yaml"], "--data", _folder["d"], "--json", _folder["out.json"], .. more]);

    // The sample's images with labels of this test's own, and its squeezenet without the accuracy that would give them away.
    private void Files(Func<byte, int> label, int calibrationImages = 256)
    {
        using (var read = new GZipStream(File.OpenRead(Path.Combine(Places.Fashion, "data", "t10k-labels-idx1-ubyte.gz")), CompressionMode.Decompress))
        using (var write = new GZipStream(File.Create(_folder["labels.gz"]), CompressionMode.Compress))
        {
            var bytes = new MemoryStream();
            read.CopyTo(bytes);
            // The idx header is 8 bytes.
            write.Write([.. bytes.ToArray().Select((b, i) => i < 8 ? b : (byte)label(b))]);
        }

        foreach (var file in new[] { "t10k-images-idx3-ubyte.gz", "calibration-images-idx3-ubyte.gz", "calibration-labels-idx1-ubyte.gz" })
            File.CreateSymbolicLink(_folder[file], Path.Combine(Places.Fashion, "data", file));
        _folder.Write("dataset.yaml", File.ReadAllText(Path.Combine(Places.Fashion, "dataset.yaml")).Replace("data/t10k-labels-idx1-ubyte.gz", "labels.gz", StringComparison.Ordinal).Replace("data/", "", StringComparison.Ordinal));
        var zoo = File.ReadAllText(Path.Combine(Places.Fashion, "zoo.yaml")).Replace("file: models/", $"file: {Places.Fashion}/models/", StringComparison.Ordinal);
        _folder.Write("zoo.yaml", string.Join('\n', zoo.Split('\n').Where(l => !l.Contains("reference:", StringComparison.Ordinal))));
        _folder.Write("sweep.yaml", $"name: labels\nzoo: zoo.yaml\ndataset: dataset.yaml\nmodels: '*squeezenet'\nbits: [8/8]\nmethods: [none, cle]\nimages: 300\ncalibrationImages: {calibrationImages}\n");
    }
}
