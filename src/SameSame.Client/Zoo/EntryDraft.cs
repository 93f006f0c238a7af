using System.Globalization;
using SameSame.Evaluation.Preprocessing;
using SameSame.Onnx;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Onnx.Shapes;

namespace SameSame.Client.Zoo;

/// <summary>A first entry of a model: what its file tells, and proposals for what it cannot tell.</summary>
/// <param name="Name">Name, unique in its catalogue.</param>
/// <param name="File">Path relative to the catalogue.</param>
/// <param name="Sha256">Hash of the file.</param>
/// <param name="Shapes">Input and output, for people.</param>
/// <param name="Input">Proposed preprocessing.</param>
/// <param name="Offset">Proposed label offset.</param>
/// <param name="Doubt">What the entry says of its preprocessing.</param>
internal sealed record EntryDraft(string Name, string File, string Sha256, string Shapes, InputSpec Input, int Offset,
    string Doubt)
{
    private const string Guessed = "UNVERIFIED: resize, order, scale, mean and std";

    /// <summary>Reads a model's file.</summary>
    /// <exception cref="OnnxFormatException">It is no model with one image input and an output.</exception>
    public static EntryDraft Of(string path, string root, string name)
    {
        var graph = new OnnxGraph(OnnxFile.Load(path));
        var inputs = graph.Inputs.ToList();
        if (inputs.Count != 1)
            throw new OnnxFormatException($"{path}: {inputs.Count} inputs; a classifier with one image input is expected");
        if (graph.Model.Graph.Output.FirstOrDefault() is not { } output)
            throw new OnnxFormatException($"{path}: it has no output; name the tensor of the logits as one");
        var (shape, answers) = (ShapeInference.Declared(inputs[0]), ShapeInference.Declared(output));
        var shapes = $"{inputs[0].Name} [{Describe(shape)}] -> {output.Name} [{Describe(answers)}]";
        // 1001 outputs are ImageNet's classes behind one for the background.
        var offset = answers is [_, 1001, ..] ? 1 : 0;
        return new EntryDraft(name, Path.GetRelativePath(root, path).Replace('\\', '/'), ModelOpening.HashOf(path), shapes,
            Proposed(shape), offset, Guessed);
    }

    /// <summary>The lines of the entry, the first of them a list item.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"- name: {Name}";
        yield return $"  file: {YamlText.Of(File)}";
        yield return $"  sha256: {Sha256}";
        yield return $"  # {Shapes.ReplaceLineEndings(" ")}";
        yield return $"  input: {InputText.Of(Input)}   # {Doubt}";
        if (Offset != 0)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"  labels: {{ offset: {Offset} }}   # "
                + $"{(Doubt == Guessed ? "UNVERIFIED: 1001 outputs, so class 0 is taken for background" : Doubt)}");
        yield return "  # reference: { dataset: NAME, top1: PERCENT, tolerance: 0.5 }";
    }

    private static InputSpec Proposed(long[]? shape)
    {
        var nhwc = shape is { Length: 4 } && shape[3] is 1 or 3 && shape[1] is not (1 or 3);
        var channels = shape is { Length: 4 } ? (nhwc ? shape[3] : shape[1]) : 3;
        int Side(int axis) => shape is { Length: 4 } && shape[axis] > 0 ? (int)shape[axis] : 224;
        var (height, width) = nhwc ? (Side(1), Side(2)) : (Side(2), Side(3));
        return InputPresets.Usual(new InputSpec
        {
            Height = height,
            Width = width,
            Resize = height >= 96 ? InputPresets.Resize(Math.Min(height, width)) : null,
            Layout = nhwc ? "nhwc" : "nchw",
            Order = channels == 1 ? "gray" : "rgb",
        });
    }

    private static string Describe(long[]? shape) => shape is null ? "?"
        : string.Join(", ", shape.Select(d => d < 0 ? "N" : d.ToString(CultureInfo.InvariantCulture)));
}
