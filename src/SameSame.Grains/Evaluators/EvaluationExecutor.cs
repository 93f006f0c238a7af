using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SameSame.Contracts.Equalization;
using SameSame.Contracts.Results;
using SameSame.Contracts.Work;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Grains.Artifacts;
using SameSame.Grains.Catalogues;
using SameSame.Grains.Equalization;
using SameSame.Onnx;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Onnx.Schema;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Metrics;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Search;
using SameSame.Quantization.Statistics;

namespace SameSame.Grains.Evaluators;

/// <summary>Runs real networks on real images with ONNX Runtime.</summary>
public sealed class EvaluationExecutor(ICatalogue catalogue, IArtifactStore artifacts, IOptions<CatalogueOptions> options) : IWorkExecutor, IProblemSource, ISearchExecutor
{
    private static readonly SessionSettings Session = new(Threads: 1);
    private readonly NodeCache<PreparedModel> _models = new(4);
    private readonly NodeCache<OpenImageSet> _images = new(8);
    private readonly NodeCache<ModelStatistics> _statistics = new(12);
    private readonly NodeCache<float[]> _logits = new(6);
    private readonly NodeCache<Factorization> _factors = new(32);
    private readonly NodeCache<EqualizationProblem> _problems = new(2);
    private readonly NodeCache<object> _drifts = new(64);

    /// <inheritdoc/>
    public Task<WorkOutcome> ExecuteAsync(WorkItem item, DeviceDescription device, Action<int, int> progress, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult(item.Kind switch
            {
                WorkKind.Baseline => Baseline(item.Source, progress, cancellation),
                WorkKind.Calibration => Calibrate(item.Source, progress, cancellation),
                _ => Measure(item, device, progress, cancellation),
            });
        }
        catch (Exception e) when (e is SpecException or OnnxFormatException or BadImageException)
        {
            return Task.FromResult(WorkOutcome.Failed(e.Message, retriable: false));
        }
    }

    /// <inheritdoc/>
    public Task<EqualizationProblem> BuildAsync(ModelSource source, string statisticsArtifact, CancellationToken cancellation)
    {
        var model = Prepare(source);
        return Task.FromResult(EqualizationProblems.Build(model.Network, model.Plan, Statistics(statisticsArtifact)));
    }

    /// <inheritdoc/>
    public (double Decibels, double[]? Factors) Execute(SearchJob job, CancellationToken cancellation)
    {
        var model = Prepare(job.Source);
        if (job.Candidate is null)
        {
            var problem = _problems.Get($"{job.Source.ModelSha256}/{job.Statistics}", () => EqualizationProblems.Build(model.Network, model.Plan, Statistics(job.Statistics)));
            return (0, NoiseMinimizer.Run(problem, new NoiseModel(problem, job.Scheme), job.Start!, job.ActivationWeight, cancellation));
        }

        var images = Calibration(job.Source, model.Entry, job.Source.CalibrationImages, cancellation);
        var reference = _logits.Get($"calibration\n{job.Source.ModelSha256}\n{job.Statistics}", () => NetworkScorer.Reference(model.Network, images, Session));
        var fit = _statistics.Get($"fit\n{job.Source.ModelSha256}\n{job.Statistics}", () => NetworkScorer.FitStatistics(model.Network, model.Plan, images, Session, cancellation));
        var scorer = new NetworkScorer(model.Network, model.Plan, fit, images, reference);
        return (scorer.Score(FactorizationFormat.Read(job.Candidate), job.Scheme, job.Fold, Session, cancellation), null);
    }

    private WorkOutcome Baseline(ModelSource source, Action<int, int> progress, CancellationToken cancellation)
    {
        var model = Prepare(source);
        var images = Images(source, model.Entry, cancellation);
        using var session = Open(model.Network.Original, model);
        var result = AccuracyRun.Measure(session, images, null, keepLogits: true, done => progress(done, images.Count), cancellation);
        return new WorkOutcome
        {
            Baseline = new BaselineOutcome
            {
                Images = images.Count,
                Correct = result.Correct.Bytes,
                Top5 = result.Top5,
                Logits = Put(LogitsFormat.Write(result.Logits!)),
                Seconds = result.Seconds,
            },
        };
    }

    private WorkOutcome Calibrate(ModelSource source, Action<int, int> progress, CancellationToken cancellation)
    {
        var model = Prepare(source);
        var images = Calibration(source, model.Entry, source.CalibrationImages, cancellation);
        var statistics = CalibrationPass.Run(model.Network, model.Plan, images, Session, done => progress(done, images.Count), cancellation);
        using var original = Open(model.Network.Original, model);
        var drift = DriftCheck.Reference(original, Calibration(source, model.Entry, DriftCheck.Images, cancellation));
        return new WorkOutcome
        {
            Calibration = new CalibrationOutcome { Statistics = Put(ModelStatisticsFormat.Write(statistics)), DriftLogits = Put(LogitsFormat.Write(drift)) },
        };
    }

    private WorkOutcome Measure(WorkItem item, DeviceDescription device, Action<int, int> progress, CancellationToken cancellation)
    {
        var (source, cell) = (item.Source, item.Cell!);
        var model = Prepare(source);
        var images = Images(source, model.Entry, cancellation);
        var statistics = Statistics(cell.Statistics);
        var factors = _factors.Get(cell.Factors, () => FactorizationFormat.Read(Get(cell.Factors)));
        var drift = (double)_drifts.Get($"{source.ModelSha256}/{cell.Factors}", () => Drift(model, model.Network, source, cell, factors, cancellation));
        if (!(drift <= DriftCheck.Tolerance))
            return WorkOutcome.Failed($"the rewritten FP32 network drifts by {drift:e1} of the logits' range; at most {DriftCheck.Tolerance:e0} is exact", retriable: false);

        var export = cell.Scheme.BiasCorrection == BiasCorrections.Empirical
            ? Corrected(model, source, statistics, factors, cell.Scheme, cancellation)
            : QdqExporter.Export(model.Network, model.Plan, statistics, factors, cell.Scheme, images.Input.PixelRange);
        // Beyond the factors, which are exact, absorption is so on calibration images only: its drift is recorded, not judged.
        if (export.Absorption is { Channels: > 0 } absorbed)
            drift = (double)_drifts.Get($"{source.ModelSha256}/{cell.Factors}/{cell.Statistics}/absorbed", () => Drift(model, absorbed.Network, source, cell, factors, cancellation));
        var reference = _logits.Get(cell.BaselineLogits, () => LogitsFormat.Read(Get(cell.BaselineLogits)));
        using var session = Open(export.Model, model);
        var result = AccuracyRun.Measure(session, images, reference, keepLogits: false, done => progress(done, images.Count), cancellation);
        var baseline = BaselineBits(reference, images);
        var paired = PairedDifference.Between(baseline, result.Correct);
        return new WorkOutcome
        {
            Cell = new CellMeasurement
            {
                Key = item.Key,
                Images = images.Count,
                Correct = result.Correct.Bytes,
                Fp32Top1 = 100.0 * baseline.SetCount / images.Count,
                Top1 = result.Top1,
                Top5 = result.Top5,
                Degradation = paired.Points,
                DegradationLow = paired.Low,
                DegradationHigh = paired.High,
                Agreement = result.Agreement,
                SqnrDb = result.Noise.Decibels,
                Fp32Drift = drift,
                Device = device.Id,
                Provider = OrtModel.Provider,
                OnnxRuntime = OrtModel.RuntimeVersion,
                Environment = $"{CpuFeatures.InstructionSet};optimization={Session.OptimizationLevel}",
                Seconds = result.Seconds,
                ClampedTensors = export.ClampedTensors,
                WidenedChannels = export.WidenedChannels,
                Run = cell.Run,
                Forced = cell.Force,
                FactorsFrom = factors.Origin,
                Factors = cell.Factors,
                ExportSha256 = Convert.ToHexStringLower(SHA256.HashData(OnnxFile.ToBytes(export.Model))),
                Statistics = cell.Statistics,
                Inexact = export.Absorption is { Channels: > 0 },
                AbsorbedChannels = export.Absorption?.Channels ?? 0,
                AbsorptionSkipped = export.Absorption?.SkippedText,
                BiasShifts = export.BiasShifts is { } shifts ? Put(BiasShiftsFormat.Write(shifts)) : null,
            },
        };
    }

    private QdqExport Corrected(
        PreparedModel model, ModelSource source, ModelStatistics statistics, Factorization factors, QuantizationScheme scheme, CancellationToken cancellation)
    {
        var images = EmpiricalCorrection.Select(Calibration(source, model.Entry, source.CalibrationImages, cancellation));
        var reference = _statistics.Get($"means\n{source.ModelSha256}\n{source.Dataset}\n{source.CalibrationImages}", () => EmpiricalCorrection.Reference(model.Network, model.Plan, images, Session, cancellation));
        return EmpiricalCorrection.Export(model.Network, model.Plan, statistics, reference, factors, scheme, images, cancellation);
    }

    private object Drift(PreparedModel model, Network network, ModelSource source, CellWork cell, Factorization factors, CancellationToken cancellation)
    {
        using var rewritten = Open(network.Factorize(factors.Factors).Model, model);
        return DriftCheck.Measure(rewritten, Calibration(source, model.Entry, DriftCheck.Images, cancellation), LogitsFormat.Read(Get(cell.DriftLogits)));
    }

    private static ImageBitset BaselineBits(float[] logits, ImageBatches images)
    {
        var classes = logits.Length / images.Count;
        var bits = new ImageBitset(images.Count);
        for (var i = 0; i < images.Count; i++)
            bits[i] = TopK.ArgMax(logits.AsSpan(i * classes, classes)) == images.Labels[i];
        return bits;
    }

    private PreparedModel Prepare(ModelSource source)
    {
        var (zoo, entry) = catalogue.OpenModel(source);
        return _models.Get(source.ModelSha256, () =>
        {
            var network = Network.Load(zoo.FileOf(entry));
            return new PreparedModel(entry, network, QuantizationPlan.Of(network.Folded, source.Model));
        }) with { Entry = entry };
    }

    private ImageBatches Images(ModelSource source, ZooModel model, CancellationToken cancellation)
    {
        var dataset = catalogue.OpenDataset(source.Dataset);
        return _images.Get($"evaluation\n{dataset.Path}\n{model.InputFor(dataset.Resize).Canonical}\n{source.SkipBadImages}", () =>
            OpenImageSet.Evaluation(dataset, model, options.Value.CacheFolder, Environment.ProcessorCount, source.SkipBadImages, cancellation))
            .Select(source.Images, model.Labels.Offset);
    }

    private ImageBatches Calibration(ModelSource source, ZooModel model, int count, CancellationToken cancellation)
    {
        var dataset = catalogue.OpenDataset(source.Dataset);
        return _images.Get($"calibration\n{dataset.Path}\n{model.InputFor(dataset.Calibration?.Resize).Canonical}\n{source.SkipBadImages}", () =>
            OpenImageSet.Calibration(dataset, model, options.Value.CacheFolder, Environment.ProcessorCount, source.SkipBadImages, cancellation))
            .Select(count, model.Labels.Offset);
    }

    private ModelStatistics Statistics(string artifact) => _statistics.Get(artifact, () => ModelStatisticsFormat.Read(Get(artifact)));

    private static OrtModel Open(ModelProto proto, PreparedModel model) => new(OnnxFile.ToBytes(MeasuredForm.Of(proto)), Session, model.Entry.Name);

    // The executor owns its thread, so waiting for the store here blocks nobody else.
    private byte[] Get(string artifact) => artifacts.GetAsync(artifact, CancellationToken.None).GetAwaiter().GetResult();

    private string Put(byte[] bytes) => artifacts.PutAsync(bytes, CancellationToken.None).GetAwaiter().GetResult();

    private sealed record PreparedModel(ZooModel Entry, Network Network, QuantizationPlan Plan);
}
