using SameSame.Evaluation.Configuration;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Configuration;

public sealed class FilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_catalogue_is_read_with_paths_relative_to_it()
    {
        var path = _folder.Write("zoo/zoo.yaml", """
            models:
              - name: m
                file: models/m.onnx
                sha256: abc
                licence: MIT
                input: { height: 8, width: 9, resize: 12, interpolation: bicubic, layout: nhwc, order: bgr, scale: 1, mean: [1, 2, 3], std: [4, 5, 6] }
                labels: { offset: 1 }
                reference: { dataset: d, top1: 70.5, tolerance: 0.25 }
            """);
        var zoo = ZooFile.Read(Path.GetDirectoryName(path)!);
        var model = Assert.Single(zoo.Models);
        Assert.Equal(_folder["zoo/models/m.onnx"], zoo.FileOf(model));
        Assert.Equal((8, 9, 12, "nhwc", "bgr", 1.0, 1), (model.Input.Height, model.Input.Width, model.Input.Resize, model.Input.Layout, model.Input.Order, model.Input.Scale, model.Labels.Offset));
        Assert.Equal("bicubic", model.Input.Interpolation);
        Assert.Equal((70.5, 0.25), (model.Reference!.Top1, model.Reference.Tolerance));
        Assert.Equal((null, 12, 20), (model.InputFor("none").Resize, model.InputFor(null).Resize, model.InputFor("20").Resize));
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("models: []", "models: at least one is needed")]
    [InlineData("modles: []", "unknown field 'modles': did you mean models?")]
    [InlineData("models:\n  - { name: a b, file: x }", "letters, digits")]
    [InlineData("models:\n  - { name: a, file: x, input: { height: 4, width: 4, order: rbg } }", "input.order 'rbg'")]
    [InlineData("models:\n  - { name: a, file: x, input: { height: 4, width: 4, interpolation: cubic } }", "model 'a': input.interpolation 'cubic': expected bilinear or bicubic")]
    [InlineData("models:\n  - { name: a, file: x, input: { height: four } }",
        "line 2, column 42: models.input.height: expected a whole number, found 'four'")]
    [InlineData("models:\n  - &a { name: a, file: x, input: { height: 4, width: 4 } }\n  - *a", "two models are called 'a'")]
    [InlineData("models: [", "zoo.yaml: line 1, column 9: the '[' that opens here is never closed")]
    [InlineData("models: all", "line 1, column 9: models: expected a list of entries, each beginning with '-', found 'all'")]
    [InlineData("models:\n  - { name: , file: x }", "models.name: a value is missing: expected a text")]
    public void A_catalogue_that_cannot_be_used_is_one_line_with_file_and_field(string text, string expected)
    {
        var path = _folder.Write("zoo.yaml", text);
        var message = Assert.Throws<SpecException>(() => ZooFile.Read(path)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.DoesNotContain("SameSame.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: d\nformat: imagenet-folder\nroot: r", "list is needed for format imagenet-folder")]
    [InlineData("name: d\nformat: idx\nimages: i\nlabels: l\ncalibration: { images: i }", "calibration.labels is needed for format idx")]
    [InlineData("name: d\nformat: idxx\nimages: i", "unknown dataset format 'idxx': did you mean idx?")]
    [InlineData("name: d\nformat: imagenet-devkit\nroot: r\nsynsets: s", "groundTruth is needed for format imagenet-devkit: the kit's ILSVRC2012_validation_ground_truth.txt")]
    [InlineData("name: d\nformat: class-folders\nroot: r\ncalibration: { format: imagenet-devkit, root: r, groundTruth: t }", ": synsets is needed for format imagenet-devkit")]
    [InlineData("name: d\nformat: class-folders\nroot: r\ncalibration: { format: imagenet-list, root: r }", "calibration.list is needed for format imagenet-list")]
    [InlineData("format: idx", "name: a dataset needs one")]
    [InlineData("name: d\nroot: r\nlist: l\nresize: big", "resize 'big': expected none or a number of pixels")]
    public void So_is_a_dataset(string text, string expected)
    {
        var path = _folder.Write("dataset.yaml", text);
        var message = Assert.Throws<SpecException>(() => DatasetFile.Read(path)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }
}
