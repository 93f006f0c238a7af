using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SameSame.Onnx;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Shapes;

namespace SameSame.Client.Zoo;

/// <summary>
/// A first <c>zoo.yaml</c> for a folder of models: what the files themselves tell is written down, what they cannot tell (scale, mean, order) is
/// proposed and marked unverified.
/// </summary>
internal sealed class CatalogueDraft
{
    private readonly StringBuilder _text = new("# Written by 'samesame zoo init'. UNVERIFIED lines are guesses: check them against how each model was trained,\n# add a reference, and run 'samesame zoo check'.\nmodels:\n");

    /// <summary>Models written down.</summary>
    public int Models { get; private set; }

    /// <summary>Why files were left out.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>The catalogue.</summary>
    public string Text => _text.ToString();

    /// <summary>Adds a file.</summary>
    /// <param name="path">The model.</param>
    /// <param name="root">The catalogue's folder.</param>
    public void Add(string path, string root)
    {
        try
        {
            var graph = new OnnxGraph(OnnxFile.Load(path));
            var inputs = graph.Inputs.ToList();
            if (inputs.Count != 1)
                throw new OnnxFormatException($"{path}: {inputs.Count} inputs; a classifier with one image input is expected");
            Write(path, root, inputs[0].Name, ShapeInference.Declared(inputs[0]), graph);
            Models++;
        }
        catch (OnnxFormatException e)
        {
            Problems.Add(e.Message);
        }
    }

    private void Write(string path, string root, string input, long[]? shape, OnnxGraph graph)
    {
        var file = Path.GetRelativePath(root, path).Replace('\\', '/');
        var output = graph.Model.Graph.Output[0];
        var classes = ShapeInference.Declared(output) is { Length: >= 2 } o && o[1] > 0 ? o[1] : (long?)null;
        Line($"  - name: {Name(path)}");
        Line($"    file: {file}");
        Line($"    sha256: {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}");
        Line($"    # {input} [{Describe(shape)}] -> {output.Name} [{Describe(ShapeInference.Declared(output))}]");
        Line($"    input: {Input(shape)}   # UNVERIFIED: resize, order, scale, mean and std");
        if (classes == 1001)
            Line("    labels: { offset: 1 }   # UNVERIFIED: 1001 outputs, so class 0 is taken for background");
        Line("    # reference: { dataset: NAME, top1: PERCENT, tolerance: 0.5 }");
    }

    private void Line(string text) => _text.Append(text).Append('\n');

    private static string Input(long[]? shape)
    {
        var nhwc = shape is { Length: 4 } && shape[3] is 1 or 3 && shape[1] is not (1 or 3);
        var channels = shape is { Length: 4 } ? (nhwc ? shape[3] : shape[1]) : 3;
        long Side(int axis) => shape is { Length: 4 } && shape[axis] > 0 ? shape[axis] : 224;
        var (height, width) = nhwc ? (Side(1), Side(2)) : (Side(2), Side(3));
        // torchvision's habit for ImageNet: the crop is 7/8 of the short side.
        var resize = height >= 96 ? string.Create(CultureInfo.InvariantCulture, $" resize: {Math.Round(Math.Min(height, width) * 8 / 7.0)},") : "";
        var values = channels == 1 ? "order: gray, scale: 255, mean: [0], std: [1]" : "order: rgb, scale: 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225]";
        return $"{{ height: {height}, width: {width},{resize} layout: {(nhwc ? "nhwc" : "nchw")}, {values} }}";
    }

    private static string Describe(long[]? shape) => shape is null ? "?" : string.Join(", ", shape.Select(d => d < 0 ? "N" : d.ToString(CultureInfo.InvariantCulture)));

    private static string Name(string path) =>
        string.Concat(Path.GetFileNameWithoutExtension(path).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_'));
}
