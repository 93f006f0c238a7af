using SameSame.Client.Doctor;
using SameSame.Client.Zoo;
using SameSame.Evaluation.Configuration;
using SameSame.Onnx.Graph;
using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary><c>doctor</c> and <c>zoo check</c> say of every model whether a sweep can measure it.</summary>
public sealed class OpenEveryModelTests : IDisposable
{
    private const string Input = "input: { height: 8, width: 8, order: rgb }";

    private static readonly (string Model, string Reason)[] Wrong =
    [
        ("unreadable", "unreadable.onnx: not an ONNX model"), ("missing", "missing.onnx: no such file"), ("custom", "Fancy"),
            ("boxes", "has shape [1,4,8,8]: N x classes was expected"),
        ("few", "2 outputs for the dataset's 3 classes"), ("twice", "2 inputs"),
            ("shaped", "the catalogue's input makes [N, 3, 16, 8]"),
            ("shifted", "3 outputs for the dataset's 3 classes and labels.offset 1"),
    ];

    private readonly ColourZoo _zoo = new(each: 12, calibrationEach: 12);

    public OpenEveryModelTests()
    {
        _zoo.Net("good.onnx");
        _zoo.Net("many.onnx", 0, 1, 2, 0);
        _zoo.Net("few.onnx", 0, 1);
        _zoo.Folder.Write("unreadable.onnx", "no model");
        var two = new GraphBuilder(2);
        var sum = two.Node("Add", [-1, 3, 8, 8], [two.Input(-1, 3, 8, 8), "y"]);
        var model = two.Build(two.Node("Flatten", [-1, 192], [sum]));
        model.Graph.Input.Add(model.Graph.Input[0].Clone());
        model.Graph.Input[1].Name = "y";
        _zoo.Save("twice.onnx", model);
        var boxes = new GraphBuilder(3);
        var features = boxes.Conv(boxes.Input(-1, 3, 8, 8), 4);
        _zoo.Save("boxes.onnx", boxes.Build(features, boxes.Node("Flatten", [-1, 256], [features])));
        var fancy = new GraphBuilder(4);
        _zoo.Save("custom.onnx", fancy.Build(fancy.Node("Flatten", [-1, 192], [fancy.Same("Fancy", fancy.Input(-1, 3, 8, 8))])));
        _zoo.Folder.Write("zoo.yaml", $$"""
            models:
              - { name: good, file: good.onnx, {{Input}} }
              - { name: many, file: many.onnx, {{Input}} }
              - { name: few, file: few.onnx, {{Input}} }
              - { name: unreadable, file: unreadable.onnx, {{Input}} }
              - { name: missing, file: missing.onnx, {{Input}} }
              - { name: custom, file: custom.onnx, {{Input}} }
              - { name: boxes, file: boxes.onnx, {{Input}} }
              - { name: twice, file: twice.onnx, {{Input}} }
              - { name: shaped, file: good.onnx, input: { height: 16, width: 8, order: rgb } }
              - { name: shifted, file: good.onnx, labels: { offset: 1 }, {{Input}} }
            """);
        _zoo.Dataset();
    }

    public void Dispose() => _zoo.Dispose();

    [Fact]
    public async Task Doctor_names_each_model_that_a_sweep_would_refuse_and_a_sweep_refuses_exactly_those()
    {
        var doctor = await _zoo.RunAsync("doctor", _zoo.Sweep());
        Assert.Equal(ExitCodes.SomeFailed, doctor.Code);
        foreach (var (model, reason) in Wrong)
        {
            var line = Assert.Single(doctor.Output.Split('\n'), l => l.Contains($" {model}: cannot be measured: ",
                StringComparison.Ordinal));
            Assert.StartsWith("FAIL  model", line, StringComparison.Ordinal);
            Assert.Contains(reason, line, StringComparison.Ordinal);
        }

        Assert.Contains("good: can be measured: classifier of 3 outputs, as many as the dataset has classes", doctor.Output,
            StringComparison.Ordinal);
        Assert.Contains("many: can be measured: classifier of 4 outputs for the dataset's 3 classes", doctor.Output,
            StringComparison.Ordinal);
        Assert.Contains("2 of 10 can be measured; each was opened and run once on a blank image", doctor.Output,
            StringComparison.Ordinal);

        var sweep = await _zoo.RunAsync("sweep", "run", _zoo.Sweep());
        foreach (var (model, _) in Wrong)
            Assert.Contains($"failed: {model}, 2 cells: ", sweep.Error, StringComparison.Ordinal);
        Assert.Contains($"{2 * 2} measured, 0 reused, {2 * Wrong.Length} failed", sweep.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zoo_check_says_the_same_with_and_without_images()
    {
        var check = await _zoo.RunAsync("zoo", "check", _zoo.Folder.Root);
        File.Delete(_zoo.Folder["dataset.yaml"]);
        var without = await _zoo.RunAsync("zoo", "check", _zoo.Folder.Root);
        foreach (var (model, reason) in Wrong)
        {
            Assert.Contains(check.Output.Split('\n'), l => l.StartsWith($"FAIL  {model}: ", StringComparison.Ordinal)
                && l.Contains(reason, StringComparison.Ordinal) && l.Contains("cannot be measured", StringComparison.Ordinal));
            // What depends on classes alone cannot be known without a dataset.
            Assert.Equal(model is "few" or "shifted", without.Output.Contains($"ok    {model}: ", StringComparison.Ordinal));
        }

        Assert.Contains("ok    good: no sha256 in the catalogue; FP32 top-1 100.00 % on 36 images", check.Output,
            StringComparison.Ordinal);
        Assert.Contains("2 of 10 models can be measured", check.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_that_the_sweep_does_not_take_stop_nothing()
    {
        var spec = _zoo.Folder.Write("some.yaml", "name: s\nzoo: zoo.yaml\ndataset: dataset.yaml\nmodels: good\n");
        var doctor = await _zoo.RunAsync("doctor", spec);
        Assert.Equal(ExitCodes.Done, doctor.Code);
        Assert.Contains("warn  model          few: cannot be measured", doctor.Output, StringComparison.Ordinal);
        File.WriteAllText(spec, "name: s\nzoo: zoo.yaml\ndataset: dataset.yaml\nmodels: x*\n");
        Assert.Contains("matches 'x*'", (await _zoo.RunAsync("doctor", spec)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_doctor_who_runs_out_of_time_names_what_was_not_opened()
    {
        var zoo = ZooFile.Read(_zoo.Folder.Root);
        var findings = new ModelsCheck(zoo, "*", new ClassRange(0, 2), TimeSpan.FromTicks(-1)).Run().ToList();
        Assert.Equal(2, findings.Count);
        Assert.Equal((Verdict.Warning, true),
            (findings[1].Verdict, findings[1].Detail.EndsWith(
            "many, few, unreadable, missing, custom, boxes, twice, shaped, shifted", StringComparison.Ordinal)));
    }
}
