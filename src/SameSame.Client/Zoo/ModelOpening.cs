using System.Security.Cryptography;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Preprocessing;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Onnx.Schema;
using SameSame.Onnx.Shapes;

namespace SameSame.Client.Zoo;

/// <summary>
/// Opens models as a sweep does before it measures: hash, preparation, plan, session, and one run on a blank image, since only
/// a run shows the shape of the logits.
/// No image of a dataset is read.
/// </summary>
internal sealed class ModelOpening(ZooFile zoo, ClassRange? classes)
{
    private const string OtherFile = "export it again, or remove the model from the catalogue";

    /// <summary>Opens one model.</summary>
    public OpenedModel Open(ZooModel model)
    {
        var path = zoo.FileOf(model);
        try
        {
            if (!File.Exists(path))
                return OpenedModel.Refused($"{path}: no such file", "restore it, or remove the model from the catalogue");
            var proto = OnnxFile.Load(path);
            if (model.Sha256 is { } stated && !string.Equals(stated, HashOf(path), StringComparison.OrdinalIgnoreCase))
                return OpenedModel.Refused("sha256 differs from the catalogue", "restore the file or write the new hash down");
            var network = Network.Prepare(proto, path, model.Input.TensorShape);
            QuantizationPlan.Of(network.Folded, path);
            return ShapeProblem(network, model) is { } shape ? OpenedModel.Refused(shape,
                "correct height, width, layout or order") : Run(proto, model);
        }
        catch (OnnxFormatException e)
        {
            return OpenedModel.Refused(e.Message.ReplaceLineEndings(" "), OtherFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return OpenedModel.Refused($"{path}: cannot be read ({e.Message})",
                "make it readable, or remove the model from the catalogue");
        }
    }

    /// <summary>SHA-256 of a file, lower-case hex.</summary>
    public static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private OpenedModel Run(ModelProto proto, ZooModel model)
    {
        using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(proto)), new SessionSettings(
            Environment.ProcessorCount), model.Name);
        var taken = proto.Graph.Output.Count == 1 ? ""
            : $"'{session.Outputs[0]}', the first of {proto.Graph.Output.Count} outputs, is taken for the logits";
        int outputs;
        try
        {
            outputs = BlankRun.Classes(session, model.Input);
        }
        catch (OnnxFormatException e)
        {
            return OpenedModel.Refused(taken.Length == 0 ? e.Message : $"{taken}: {e.Message}", OtherFile);
        }

        if (classes?.Problem(outputs, model.Labels.Offset) is { } problem)
            return OpenedModel.Refused(problem,
                "check labels.offset, the dataset's classes, or whether this is the model that was meant");
        var fit = classes is null ? "" : outputs == classes.Count ? $", as many as the dataset has classes"
            : $" for the dataset's {classes.Count} classes";
        return new OpenedModel(true, $"classifier of {outputs} outputs{fit}{(taken.Length == 0 ? "" : $"; {taken}")}",
            Outputs: outputs);
    }

    private static string? ShapeProblem(Network network, ZooModel model)
    {
        var declared = ShapeInference.Declared(network.Folded.Inputs.First());
        var wanted = new PixelNormalizer(model.Input).Shape(1);
        return declared is null || (declared.Length == 4 && declared.Skip(1).Zip(wanted.Skip(1), (d, w) => d < 0 || d == w)
            .All(fits => fits))
            ? null
            : $"the model takes [{string.Join(", ", declared)}], the catalogue's input makes [N, "
                + $"{string.Join(", ", wanted.Skip(1))}]";
    }
}
