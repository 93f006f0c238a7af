using System.Globalization;
using Microsoft.Extensions.Logging;
using SameSame.Client.Plans;
using SameSame.Contracts.Sweeps;
using SameSame.Hosting.Local;
using SameSame.Quantization.Schemes;

namespace SameSame.Client.Tests;

/// <summary><c>sweep run --dry-run</c>: what it says is what a sweep then does.</summary>
public sealed class DryRunTests : IDisposable
{
    private readonly ColourZoo _zoo = new(each: 20, calibrationEach: 20);

    public DryRunTests()
    {
        _zoo.Net("a.onnx");
        _zoo.Net("b.onnx", 2, 1, 0);
        _zoo.Folder.Write("zoo.yaml", "models:\n  - { name: a, file: a.onnx, input: { height: 8, width: 8 } }\n  - { name: b, "
            + "file: b.onnx, input: { height: 8, width: 8, order: bgr } }\n");
        _zoo.Dataset();
        _zoo.Sweep();
    }

    public void Dispose() => _zoo.Dispose();

    [Fact]
    public async Task Says_what_would_be_measured_and_starts_nothing()
    {
        var result = await RunAsync("--dry-run", "--images", "40", "--bits", "8/8,4/8");
        Assert.True(result.Code == ExitCodes.Done, result.Output + result.Error);
        Assert.Contains("nothing is started", result.Output, StringComparison.Ordinal);
        Assert.Contains("models   2: a, b", result.Output, StringComparison.Ordinal);
        Assert.Contains("schemes  2: 8/8 per-tensor minmax none, 4/8 per-tensor minmax none", result.Output,
            StringComparison.Ordinal);
        Assert.Contains("methods  none, cle", result.Output, StringComparison.Ordinal);
        Assert.Contains("cells    8 = 2 models x 2 schemes x 2 methods: 0 would be reused, 8 measured", result.Output,
            StringComparison.Ordinal);
        Assert.Contains("images   40 of 60 a cell", result.Output, StringComparison.Ordinal);
        Assert.Contains("from a short FP32 run of 2 models on blank images (quantized cells differ)", result.Output,
            StringComparison.Ordinal);
        // 60 pictures and 60 for calibration, of 8 x 8 x 3 bytes.
        Assert.Contains("disk     0.0 MB of decoded pixels", result.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_zoo.Folder["d"]));
    }

    [Fact]
    public async Task Cells_that_it_calls_reused_are_those_that_a_sweep_reuses()
    {
        Assert.Contains("2 measured", (await RunAsync("--methods", "none")).Error, StringComparison.Ordinal);
        var half = await RunAsync("--dry-run");
        Assert.Contains("2 would be reused, 2 measured", half.Output, StringComparison.Ordinal);
        Assert.Contains("a: 1 of 2 would be reused", half.Output, StringComparison.Ordinal);
        Assert.Contains("from the images/s of 2 earlier cells of 2 models", half.Output, StringComparison.Ordinal);
        Assert.Contains("more are there already", half.Output, StringComparison.Ordinal);
        // Other images: nothing to reuse, and the speed is still known.
        var others = await RunAsync("--dry-run", "--images", "40");
        Assert.Contains("0 would be reused, 4 measured", others.Output, StringComparison.Ordinal);
        Assert.Contains("from the images/s of 2 earlier cells of 2 models", others.Output, StringComparison.Ordinal);

        Assert.Contains("2 measured, 2 reused", (await RunAsync()).Error, StringComparison.Ordinal);
        var done = await RunAsync("--dry-run");
        Assert.Contains("4 would be reused, 0 measured", done.Output, StringComparison.Ordinal);
        Assert.Contains("time     none: nothing is left to measure", done.Output, StringComparison.Ordinal);
        Assert.Contains("0 would be reused, 4 measured; --force reuses nothing", (await RunAsync("--dry-run", "--force")).Output,
            StringComparison.Ordinal);
        // It started none of them.
        Assert.Equal(2, (await _zoo.RunAsync("sweep", "list")).Output.Split('\n')
            .Count(l => l.StartsWith("| ", StringComparison.Ordinal)) - 1);
    }

    [Fact]
    public async Task A_model_that_would_fail_is_named()
    {
        File.Delete(_zoo.Folder["b.onnx"]);
        var result = await RunAsync("--dry-run");
        Assert.Equal(ExitCodes.SomeFailed, result.Code);
        Assert.Contains("0 would be reused, 2 measured, 2 would fail", result.Output, StringComparison.Ordinal);
        Assert.Contains("b: its 2 cells would fail: ", result.Output, StringComparison.Ordinal);
        Assert.Contains("no model matches 'x'", Assert.Single((await RunAsync("--dry-run", "--models", "x")).Complaints),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Time_is_in_proportion_to_what_was_measured_and_unknown_where_nothing_was()
    {
        var spec = new SweepSpec { Name = "s", Zoo = "z", Dataset = "d", Methods = ["none"], Schemes =
            [new QuantizationScheme(BitWidths.Parse("8/8"), Granularity.PerTensor)], CalibrationImages = 100 };
        var slow = new ModelPlan("slow", null, 9, 0, new MeasuredSpeed(10, 3));
        // 9 cells and the FP32 run over 1,000 images, 100 for calibration, at 10 images/s on 2 slots.
        var seconds = (10 * 1000 + 100) / 10.0 / 2;
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture,
            $"about {seconds / 60:0} min of inference on 2 cpu slots, from the images/s of 3 earlier cells of 1 model"),
            TimeEstimate.Of(spec, [slow], 1000, 2), StringComparison.Ordinal);
        var unknown = new ModelPlan("new", null, 9);
        Assert.Contains("for 1 of 2 models nothing is known (new)", TimeEstimate.Of(spec, [slow, unknown], 1000, 2),
            StringComparison.Ordinal);
        Assert.StartsWith("unknown: ", TimeEstimate.Of(spec, [unknown], 1000, 2), StringComparison.Ordinal);
        Assert.StartsWith("at most ", TimeEstimate.Of(spec with { Confidence = 1 }, [slow], 1000, 2), StringComparison.Ordinal);
        Assert.Contains("the candidates of search come on top", TimeEstimate.Of(spec with { Methods = ["search"] }, [slow], 1000,
            2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_cluster_it_says_what_cannot_be_known()
    {
        var folder = new InstanceFolder(_zoo.Folder["c"]);
        await using var cluster = await ClusterSession.OpenAsync(folder, startWork: true, LogLevel.Critical,
            CancellationToken.None);
        var endpoint = folder.ReadEndpoint()!;
        var result = await RunAsync("--dry-run", "--cluster", $"127.0.0.1:{endpoint.GatewayPort}", "--cluster-id",
            endpoint.ClusterId);
        Assert.True(result.Code == ExitCodes.Done, result.Error);
        Assert.Contains("cells    2 a model", result.Output, StringComparison.Ordinal);
        Assert.Contains("unknown  how many models, images and reused cells there are, time and disk", result.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("would be reused", result.Output, StringComparison.Ordinal);
    }

    private Task<Cli.Result> RunAsync(params string[] args) =>
        _zoo.RunAsync(["sweep", "run", _zoo.Folder["sweep.yaml"], .. args]);
}
