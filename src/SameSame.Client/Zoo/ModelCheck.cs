using System.Globalization;
using System.Security.Cryptography;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Preprocessing;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Shapes;
using SameSame.Quantization.Metrics;

namespace SameSame.Client.Zoo;

/// <summary>Compares one model of a catalogue with its file, and with its reference where there are images.</summary>
internal sealed class ModelCheck(ZooFile zoo, DatasetFile? dataset, int? images, string cacheFolder)
{
    /// <summary>Name of the dataset.</summary>
    public string? Dataset => dataset?.Name;

    /// <summary>Checks one model.</summary>
    public CheckedModel Run(ZooModel model, CancellationToken cancellation)
    {
        try
        {
            var path = zoo.FileOf(model);
            var proto = OnnxFile.Load(path);
            if (model.Sha256 is { } stated && !string.Equals(stated, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), StringComparison.OrdinalIgnoreCase))
                return new(false, "sha256 differs from the catalogue; restore the file or write the new hash down");
            if (ShapeProblem(Network.Prepare(proto, path, model.Input.TensorShape), model) is { } problem)
                return new(false, problem);
            var hash = model.Sha256 is null ? "no sha256 in the catalogue" : "sha256 matches";
            return dataset is null ? new(true, $"{hash}; loads; no dataset to measure it on") : Measure(model, proto, hash, cancellation);
        }
        catch (Exception e) when (e is OnnxFormatException or SpecException or BadImageException)
        {
            return new(false, e.Message);
        }
    }

    private static string? ShapeProblem(Network network, ZooModel model)
    {
        var declared = ShapeInference.Declared(network.Folded.Inputs.First());
        var wanted = new PixelNormalizer(model.Input).Shape(1);
        return declared is null || (declared.Length == 4 && declared.Skip(1).Zip(wanted.Skip(1), (d, w) => d < 0 || d == w).All(fits => fits))
            ? null
            : $"the model takes [{string.Join(", ", declared)}], the catalogue's input makes [N, {string.Join(", ", wanted.Skip(1))}]; correct height, width, layout or order";
    }

    private CheckedModel Measure(ZooModel model, Onnx.Schema.ModelProto proto, string hash, CancellationToken cancellation)
    {
        using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(proto)), new SessionSettings(Environment.ProcessorCount), model.Name);
        using var set = OpenImageSet.Evaluation(dataset!, model, cacheFolder, Environment.ProcessorCount, skipBadImages: false, cancellation);
        var batches = set.Select(images, model.Labels.Offset);
        var result = AccuracyRun.Measure(session, batches, null, keepLogits: true, null, cancellation);
        var (top1, findings) = (result.Top1, BaselineJudge.Findings(result.CountLabels(batches, model.Labels.Offset)));
        var figure = string.Create(CultureInfo.InvariantCulture, $"{hash}; FP32 top-1 {top1:0.00} % on {batches.Count} images of {dataset!.Name}");
        var doubts = string.Concat(findings.Select(f => $"; {f.Text}"));
        if (model.Reference is not { } reference || reference.Dataset != dataset.Name)
            return new(findings.Count == 0, $"{figure}; no reference for this dataset{doubts}", findings.Count == 0 ? top1 : null);
        var half = batches.Count == set.Source.Count ? 0 : Binomial.HalfWidth95(reference.Top1, batches.Count);
        var fits = Math.Abs(top1 - reference.Top1) <= reference.Tolerance + half;
        var stated = string.Create(CultureInfo.InvariantCulture, $"the catalogue states {reference.Top1:0.00} +- {reference.Tolerance + half:0.00}");
        return new(fits && findings.Count == 0, $"{figure}; {stated}{(fits ? "" : ": check input and labels")}{doubts}");
    }
}
