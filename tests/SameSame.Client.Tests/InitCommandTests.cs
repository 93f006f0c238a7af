using SameSame.Client.Commands;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Testing;
using Spectre.Console.Testing;

namespace SameSame.Client.Tests;

/// <summary><c>samesame init</c>: from a folder of models and one of images to a sweep that runs.</summary>
public sealed class InitCommandTests : IDisposable
{
    private readonly ColourZoo _zoo = new();

    public void Dispose() => _zoo.Dispose();

    [Fact]
    public async Task Writes_three_files_that_a_sweep_runs_on_and_sets_calibration_images_apart()
    {
        _zoo.Net("models/blue first.onnx", 2, 1, 0);
        var result = await InitAsync("--models", _zoo.Folder["models"], "--images", _zoo.Folder["images"]);
        Assert.True(result.Code == ExitCodes.Done, result.Output + result.Error);
        // What the file cannot tell was found by trying.
        Assert.Equal("bgr", Assert.Single(ZooFile.Read(_zoo.Folder["s"]).Models).Input.Order);
        Assert.Contains("tried: 100 % of 96 images, 3", await File.ReadAllTextAsync(_zoo.Folder["s/zoo.yaml"]),
            StringComparison.Ordinal);
        Assert.Contains("96 images of 3 classes", result.Output, StringComparison.Ordinal);
        Assert.Contains("24 of 120 images are set apart for calibration, and not evaluated on", result.Output,
            StringComparison.Ordinal);

        var dataset = DatasetFile.Read(_zoo.Folder["s/dataset.yaml"]);
        var (evaluation, calibration) = (ImageSources.Open(dataset, dataset.Evaluation),
            ImageSources.Open(dataset, dataset.Calibration!));
        Assert.Empty(evaluation.Files.Intersect(calibration.Files));
        Assert.Equal(120, evaluation.Files.Union(calibration.Files).Count());
        Assert.All(Enumerable.Range(0, evaluation.Count), i => Assert.Equal(evaluation.Label(i),
            "abc".IndexOf(Path.GetFileName(Path.GetDirectoryName(evaluation.Files[i]))![0], StringComparison.Ordinal)));

        var next = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.StartsWith("next: samesame sweep run ", next, StringComparison.Ordinal);
        var sweep = await _zoo.RunAsync([.. next["next: samesame ".Length..].Split(' '), "--bits", "8/8", "--methods", "none"]);
        Assert.Contains("1 cells: 1 measured", sweep.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("images of the evaluation", sweep.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replaces_nothing_unless_it_is_told_and_divides_images_alike_again()
    {
        _zoo.Net("models/net.onnx");
        string[] args = ["--models", _zoo.Folder["models"], "--images", _zoo.Folder["images"]];
        Assert.Equal(ExitCodes.Done, (await InitAsync(args)).Code);
        var lists = await File.ReadAllTextAsync(_zoo.Folder["s/evaluation.txt"])
            + await File.ReadAllTextAsync(_zoo.Folder["s/calibration.txt"]);
        File.WriteAllText(_zoo.Folder["s/zoo.yaml"], "# mine");
        var refused = await InitAsync([.. args, "--yes"]);
        Assert.Equal(ExitCodes.NothingStarted, refused.Code);
        Assert.EndsWith("exist already; --force replaces them", Assert.Single(refused.Complaints), StringComparison.Ordinal);
        Assert.Equal("# mine", await File.ReadAllTextAsync(_zoo.Folder["s/zoo.yaml"]));
        Assert.Equal(ExitCodes.Done, (await InitAsync([.. args, "--force"])).Code);
        Assert.Equal(lists, await File.ReadAllTextAsync(_zoo.Folder["s/evaluation.txt"])
            + await File.ReadAllTextAsync(_zoo.Folder["s/calibration.txt"]));
    }

    [Fact]
    public async Task Without_a_terminal_the_missing_flag_is_named()
    {
        Directory.CreateDirectory(_zoo.Folder["models"]);
        Assert.Contains("--models: name the folder of .onnx models",
            Assert.Single((await InitAsync("--images", _zoo.Folder["images"])).Complaints), StringComparison.Ordinal);
        Assert.Contains("--images: name the folder of labelled images",
            Assert.Single((await InitAsync("--models", _zoo.Folder["models"], "--yes")).Complaints), StringComparison.Ordinal);
        Assert.Contains("--images nope: no such folder",
            Assert.Single((await InitAsync("--models", _zoo.Folder["models"], "--images", "nope")).Complaints),
            StringComparison.Ordinal);
        Assert.Contains("no usable .onnx file in it",
            Assert.Single((await InitAsync("--models", _zoo.Folder["models"], "--images", _zoo.Folder["images"])).Complaints),
            StringComparison.Ordinal);
        _zoo.Net("models/net.onnx");
        Assert.Contains("no labelled images are found in it",
            (await InitAsync("--models", _zoo.Folder["models"], "--images", _zoo.Folder.Root)).Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_zoo.Folder["s"]));
    }

    [Fact]
    public async Task On_a_terminal_it_asks_for_what_no_flag_says()
    {
        _zoo.Net("models/net.onnx");
        using var terminal = new TestConsole();
        terminal.Profile.Capabilities.Interactive = true;
        terminal.Input.PushTextWithEnter("nope");
        terminal.Input.PushTextWithEnter(_zoo.Folder["models"]);
        terminal.Input.PushTextWithEnter(_zoo.Folder["images"]);
        terminal.Input.PushTextWithEnter("");
        using StringWriter output = new(), error = new();
        var code = await new CommandLine(new ClientConsole(output, error, terminal))
            .RunAsync(["init", _zoo.Folder["s"], "--data", _zoo.Folder["d"]], CancellationToken.None);
        Assert.True(code == ExitCodes.Done, output.ToString() + error);
        Assert.Contains("there is no such folder", terminal.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_zoo.Folder["s/sweep.yaml"]));
    }

    [Fact]
    public async Task A_calibration_folder_needs_no_labels_and_the_same_folder_is_refused()
    {
        _zoo.Net("models/net.onnx");
        Directory.CreateDirectory(_zoo.Folder["flat"]);
        foreach (var (file, i) in Directory.GetFiles(_zoo.Folder["images"], "*.bmp", SearchOption.AllDirectories).Take(10)
            .Select((f, i) => (f, i)))
            File.Copy(file, _zoo.Folder[$"flat/{i} x.bmp"]);
        string[] args = ["--models", _zoo.Folder["models"], "--images", _zoo.Folder["images"], "--calibration"];
        Assert.Contains("all its images are images of the evaluation", (await InitAsync([.. args, _zoo.Folder["images"]])).Error,
            StringComparison.Ordinal);
        var result = await InitAsync([.. args, _zoo.Folder["flat"]]);
        Assert.True(result.Code == ExitCodes.Done, result.Output + result.Error);
        var dataset = DatasetFile.Read(_zoo.Folder["s/dataset.yaml"]);
        Assert.Equal(("class-folders", 120), (dataset.Format, ImageSources.Open(dataset, dataset.Evaluation).Count));
        Assert.Equal(10, ImageSources.Open(dataset, dataset.Calibration!).Count);
    }

    [Fact]
    public async Task Idx_files_lists_and_class_orders_are_found()
    {
        var models = Directory.CreateDirectory(_zoo.Folder["models"]).FullName;
        File.Copy(Path.Combine(Places.Fashion, "models", "fashion_resnet.onnx"), Path.Combine(models, "r.onnx"));
        var idx = await InitAsync("--models", models, "--images", Path.Combine(Places.Fashion, "data"));
        Assert.True(idx.Code == ExitCodes.Done, idx.Output + idx.Error);
        Assert.Contains("10000 images of 10 classes, 1000 each; 1000 for calibration", idx.Output, StringComparison.Ordinal);

        File.Delete(Path.Combine(models, "r.onnx"));
        _zoo.Net("models/net.onnx", 2, 0, 1);
        // The model's order of classes, which is not that of the folders' names.
        _zoo.Folder.Write("order.txt", "c-blue the sky\na-red\nb-green\n");
        Assert.Equal(ExitCodes.Done, (await InitAsync("--models", models, "--images", _zoo.Folder["images"], "--force")).Code);
        Assert.Equal("../order.txt", DatasetFile.Read(_zoo.Folder["s/dataset.yaml"]).Classes);
        File.Delete(_zoo.Folder["order.txt"]);
        _zoo.Folder.Write("val.txt", string.Concat(Directory.GetFiles(_zoo.Folder["images"], "*", SearchOption.AllDirectories)
            .Select(f => $"{Path.GetRelativePath(_zoo.Folder["images"], f)} "
            + $"{(f.Contains("red", StringComparison.Ordinal) ? 1 : f.Contains("blue", StringComparison.Ordinal) ? 0 : 2)}\n")));
        Assert.Equal(ExitCodes.Done, (await InitAsync("--models", models, "--images", _zoo.Folder["images"], "--force")).Code);
        Assert.StartsWith("c-blue/", File.ReadLines(_zoo.Folder["s/evaluation.txt"])
            .First(l => l.EndsWith(" 0", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_cannot_be_measured_is_written_down_and_said()
    {
        _zoo.Net("models/good.onnx");
        _zoo.Net("models/few.onnx", 0, 1);
        _zoo.Folder.Write("models/none.onnx", "no model");
        var result = await InitAsync("--models", _zoo.Folder["models"], "--images", _zoo.Folder["images"]);
        Assert.Equal(ExitCodes.SomeFailed, result.Code);
        Assert.Contains("left out: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("FAIL  few: 2 outputs for the dataset's 3 classes: cannot be measured", result.Output,
            StringComparison.Ordinal);
        Assert.Contains("next: samesame sweep run ", result.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task ImageNet_folders_are_found_out_with_their_list()
    {
        var shared = Places.Imagenet;
        var models = Directory.CreateDirectory(_zoo.Folder["models"]).FullName;
        File.CreateSymbolicLink(Path.Combine(models, "s.onnx"), Path.Combine(shared, "models", "squeezenet1.1_224.onnx"));
        var result = await InitAsync("--models", models, "--images", Path.Combine(shared, "val"), "--calibration",
            Path.Combine(shared, "calibration"));
        Assert.True(result.Code == ExitCodes.Done, result.Output + result.Error);
        Assert.Contains("650 images of 479 classes", result.Output, StringComparison.Ordinal);
        Assert.Contains("256 for calibration", result.Output, StringComparison.Ordinal);
    }

    private Task<Cli.Result> InitAsync(params string[] args) => _zoo.RunAsync(["init", _zoo.Folder["s"], .. args]);
}
