using System.Globalization;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Quantization.Metrics;

namespace SameSame.Client.Zoo;

/// <summary>Compares one model of a catalogue with its file, and with its reference where there are images.</summary>
internal sealed class ModelCheck(ZooFile zoo, DatasetFile? dataset, int? images, string cacheFolder)
{
    private readonly ModelOpening _opening = new(zoo, dataset is null ? null : ClassRange.Of(dataset));

    /// <summary>Name of the dataset.</summary>
    public string? Dataset => dataset?.Name;

    /// <summary>Checks one model.</summary>
    public CheckedModel Run(ZooModel model, CancellationToken cancellation)
    {
        var opened = _opening.Open(model);
        if (!opened.Measurable)
            return new(false, $"{opened.Text}: cannot be measured; {opened.Fix}", Measurable: false);
        try
        {
            var hash = model.Sha256 is null ? "no sha256 in the catalogue" : "sha256 matches";
            return dataset is null ? new(true, $"{hash}; {opened.Text}; no dataset to measure it on")
                : Measure(model, hash, cancellation);
        }
        catch (Exception e) when (e is OnnxFormatException or SpecException or BadImageException)
        {
            return new(false, e.Message, Measurable: false);
        }
    }

    private CheckedModel Measure(ZooModel model, string hash, CancellationToken cancellation)
    {
        using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(OnnxFile.Load(zoo.FileOf(model)))),
            new SessionSettings(Environment.ProcessorCount), model.Name);
        var sample = new ImageSample(dataset!, images, cacheFolder);
        var batches = sample.Open(model.InputFor(dataset!.Resize), model.Labels.Offset, cancellation);
        using var cache = batches.Cache;
        var result = AccuracyRun.Measure(session, batches, null, keepLogits: true, null, cancellation);
        var (top1, findings) = (result.Top1, BaselineJudge.Findings(result.CountLabels(batches, model.Labels.Offset)));
        var figure = string.Create(CultureInfo.InvariantCulture,
            $"{hash}; FP32 top-1 {top1:0.00} % on {batches.Count} images of {dataset.Name}");
        var doubts = string.Concat(findings.Select(f => $"; {f.Text}"));
        if (model.Reference is not { } reference || reference.Dataset != dataset.Name)
            return new(findings.Count == 0, $"{figure}; no reference for this dataset{doubts}", findings.Count == 0 ? top1 : null);
        var half = sample.IsWhole ? 0 : Binomial.HalfWidth95(reference.Top1, batches.Count);
        var fits = Math.Abs(top1 - reference.Top1) <= reference.Tolerance + half;
        var stated = string.Create(CultureInfo.InvariantCulture, $"the catalogue states {reference.Top1:0.00} +- {reference.Tolerance + half:0.00}");
        return new(fits && findings.Count == 0, $"{figure}; {stated}{(fits ? "" : ": check input and labels")}{doubts}");
    }
}
