using System.Security.Cryptography;
using SameSame.Contracts.Results;
using SameSame.Contracts.Work;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Plausibility;
using SameSame.Evaluation.Sessions;
using SameSame.Grains.Artifacts;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Onnx.Qdq.Checks;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Metrics;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Grains.Evaluators;

/// <content>The three kinds of work.</content>
public sealed partial class EvaluationExecutor
{
    private WorkOutcome Baseline(WorkItem item, DeviceDescription device, SessionSettings settings, Action<int, int> progress, CancellationToken cancellation)
    {
        var model = Prepare(item.Source);
        var images = Images(item.Source, model.Entry, item.Range, cancellation);
        using var session = Open(model.Network.Original, model, images.Input, settings);
        var result = Run(session, $"{item.Source.ModelSha256}/fp32", device, model, images.Count, progress, options =>
            AccuracyRun.Measure(session, images, options with { KeepLogits = int.MaxValue }, cancellation));
        return new WorkOutcome
        {
            Baseline = new BaselineOutcome
            {
                Images = result.Images,
                Correct = result.Correct.Bytes,
                Top5 = result.Top5,
                Seconds = result.Seconds,
                Labels = LabelEvidence.Of(result.CountLabels(images, model.Entry.Labels.Offset)),
                Parts = [new LogitsPart(item.Range ?? new ImageRange(0, images.Count + images.Skipped, images.Count + images.Skipped), Put(LogitsFormat.Write(result.Logits!)))],
            },
        };
    }

    private WorkOutcome Calibrate(WorkItem item, SessionSettings settings, Action<int, int> progress, CancellationToken cancellation)
    {
        var source = item.Source;
        var model = Prepare(source);
        var images = Calibration(source, model.Entry, source.CalibrationImages, cancellation);
        var statistics = CalibrationPass.Run(model.Network, model.Plan, images, item.MomentsOnly ? Kept.Moments : Kept.Histograms, settings, done => progress(done, images.Count), cancellation);
        using var original = Open(model.Network.Original, model, images.Input, settings);
        var drift = DriftCheck.Reference(original, Calibration(source, model.Entry, DriftCheck.Images, cancellation));
        return new WorkOutcome
        {
            Calibration = new CalibrationOutcome
            {
                Statistics = Put(ModelStatisticsFormat.Write(statistics)),
                DriftLogits = Put(LogitsFormat.Write(drift)),
                MomentsOnly = item.MomentsOnly,
            },
        };
    }

    private WorkOutcome Measure(WorkItem item, DeviceDescription device, SessionSettings settings, Action<int, int> progress, CancellationToken cancellation)
    {
        var (source, cell) = (item.Source, item.Cell!);
        var model = Prepare(source);
        var images = Images(source, model.Entry, item.Range, cancellation);
        var factors = _factors.Get(cell.Factors, () => FactorizationFormat.Read(Get(cell.Factors)));
        var drift = (double)_drifts.Get($"{source.ModelSha256}/{cell.Factors}/{settings.Provider}", () => Drift(model, model.Network, source, cell, factors, settings with { CountNodes = false }, cancellation));
        if (!(drift <= DriftCheck.Tolerance))
            return WorkOutcome.Failed($"the rewritten FP32 network drifts by {drift:e1} of the logits' range; at most {DriftCheck.Tolerance:e0} is exact", retriable: false);

        QdqExport Build() => Export(model, source, cell, factors, images, settings, cancellation);
        // The parts of one cell run on the same graph.
        var export = item.Range is null ? Build() : _exports.Get(item.ResultKey, Build);
        // Beyond the factors, which are exact, absorption is so on calibration images only: its drift is recorded, not judged.
        if (export.Absorption is { Channels: > 0 } absorbed)
            drift = (double)_drifts.Get($"{source.ModelSha256}/{cell.Factors}/{cell.Statistics}/{settings.Provider}/absorbed", () => Drift(model, absorbed.Network, source, cell, factors, settings with { CountNodes = false }, cancellation));
        var made = new QuantizedCell(model.Network, model.Plan, Statistics(cell.Statistics), factors, cell.Scheme, images.Input.PixelRange, export);
        CellGate.CheckFile(made);
        using var session = Open(export.Model, model, images.Input, settings);
        var reference = Loader(cell.Baseline[0].Logits)();
        _faithful.Get($"{GraphSkeleton.Of(export.Model)}/{device.Id}", () =>
        {
            CellGate.CheckSession(made, session, CellGate.Choose(images, CellGate.SessionImages), reference, settings);
            return made.Network.Name;
        });
        var result = Run(session, $"{source.ModelSha256}/{cell.Scheme.Bits}", device, model, images.Count, progress, options => AccuracyRun.Measure(
            session, images, options with
            {
                Reference = new ReferenceLogits([.. cell.Baseline.Select(p => Loader(p.Logits))]),
                Confidence = cell.Confidence,
                KeepLogits = CellGate.PredictedImages,
            },
            cancellation));
        var gate = CellGate.Predict(made, result.Logits!, CellGate.Choose(images, CellGate.PredictedImages), reference, settings);
        var calibration = Calibration(source, model.Entry, source.CalibrationImages, cancellation);
        var file = OnnxFile.ToBytes(export.Model);
        return new WorkOutcome
        {
            Cell = Record(item, device, settings, result) with
            {
                Fp32Drift = drift,
                ClampedTensors = export.ClampedTensors,
                WidenedChannels = export.WidenedChannels,
                FactorsFrom = factors.Origin,
                ExportSha256 = Convert.ToHexStringLower(SHA256.HashData(file)),
                WeightBytes = WeightStorage.PackedBytes(export.Model, cell.Scheme.Bits.Weights),
                MeasuredAt = clock.GetUtcNow(),
                Inexact = export.Absorption is { Channels: > 0 },
                AbsorbedChannels = export.Absorption?.Channels ?? 0,
                AbsorptionSkipped = export.Absorption?.SkippedText,
                SkippedImages = images.Skipped,
                SkippedCalibrationImages = calibration.Skipped,
                Findings = Joined(cell.Findings, BaselineJudge.Calibration(calibration.Count, Overlap(source, model, calibration, cancellation))),
                PredictedSqnrDb = gate.PredictedDb,
                GateSqnrDb = gate.MeasuredDb,
                Implausible = gate.Implausible ? gate.Describe(LayerErrors.First(LayerErrors.Of(made, CellGate.Choose(images), settings))) : null,
                FloatWeights = export.Real.Weights.Count,
                FloatInputs = export.Real.Inputs.Count,
                FloatParts = export.Real.None ? null : export.Real.ToString(),
                BiasShifts = export.BiasShifts is { } shifts ? Put(BiasShiftsFormat.Write(shifts)) : null,
            },
        };

        static string? Joined(string? accepted, IEnumerable<BaselineFinding> more) =>
            more.Select(f => f.Text).Prepend(accepted).OfType<string>().ToList() is { Count: > 0 } all ? string.Join("; ", all) : null;

        Func<float[]> Loader(string artifact) => () => _logits.Get(artifact, () => LogitsFormat.Read(Get(artifact)));
    }

    // Of the whole evaluation, whichever part of it this is; the same for all cells of a model.
    private int Overlap(ModelSource source, PreparedModel model, ImageBatches calibration, CancellationToken cancellation) => (int)_drifts.Get(
        $"overlap\n{calibration.Cache.Path}\n{source.CalibrationImages}\n{source.Dataset}\n{source.Images}\n{model.Entry.Input.Canonical}",
        () => ImageOverlap.Count(calibration, Images(source, model.Entry, range: null, cancellation)));

    // Runs with the batch size this device is known to like, and remembers what it settles on.
    private AccuracyResult Run(
        OrtModel session, string precision, DeviceDescription device, PreparedModel model, int images, Action<int, int> progress, Func<AccuracyOptions, AccuracyResult> measure)
    {
        var key = $"{precision}/{device.Kind}x{device.Threads}";
        var sizer = _batches.Sizer(key, ActivationMemory.GreatestBatch(model.Network, device.Kind));
        var result = measure(new AccuracyOptions { Batches = sizer, Progress = done => progress(done, images) });
        if (session.FixedBatch is null)
            _batches.Learn(key, sizer);
        return result;
    }

    private static CellMeasurement Record(WorkItem item, DeviceDescription device, SessionSettings settings, AccuracyResult result)
    {
        var expected = result.ReferenceCorrect!;
        var paired = PairedCounts.Between(expected, result.Correct);
        return new CellMeasurement
        {
            Key = item.Key,
            Images = result.Images,
            Correct = result.Correct.Bytes,
            Sums = new CellSums
            {
                Fp32Correct = expected.SetCount,
                Lost = paired.Lost,
                Gained = paired.Gained,
                Top5 = result.Top5Correct,
                Agreeing = result.Agreeing,
                Signal = result.Noise.Signal,
                Noise = result.Noise.Noise,
            },
            Range = item.Range,
            Confidence = item.Cell!.Confidence,
            Device = device.Id,
            Provider = settings.Provider,
            OnnxRuntime = OrtModel.RuntimeVersion,
            Environment = settings.Environment,
            Nodes = result.Census?.Text ?? "",
            IntegerNodes = result.Census?.IntegerNodes ?? 0,
            FloatLayers = result.Census?.FloatLayers.Count ?? 0,
            Batch = result.Batch,
            Seconds = result.Seconds,
            Run = item.Cell.Run,
            Forced = item.Cell.Force,
            Factors = item.Cell.Factors,
            Statistics = item.Cell.Statistics,
        }.WithFigures();
    }

    private QdqExport Export(
        PreparedModel model, ModelSource source, CellWork cell, Factorization factors, ImageBatches images, SessionSettings settings, CancellationToken cancellation) => CorrectedExport.Of(
        model.Network, model.Plan, Statistics(cell.Statistics), factors, cell.Scheme, images.Input.PixelRange,
        () => Means(
            model, Calibration(source, model.Entry, source.CalibrationImages, cancellation), $"{source.ModelSha256}\n{source.Dataset}\n{source.CalibrationImages}",
            settings with { CountNodes = false }, cancellation),
        cancellation);

    private MeanImages Means(PreparedModel model, ImageBatches calibration, string key, SessionSettings settings, CancellationToken cancellation)
    {
        var images = EmpiricalCorrection.Select(calibration, model.Network);
        return new MeanImages(images, _statistics.Get($"means\n{key}", () => EmpiricalCorrection.Reference(model.Network, model.Plan, images, settings, cancellation)));
    }

    private object Drift(PreparedModel model, Network network, ModelSource source, CellWork cell, Factorization factors, SessionSettings settings, CancellationToken cancellation)
    {
        var images = Calibration(source, model.Entry, DriftCheck.Images, cancellation);
        using var rewritten = Open(network.Factorize(factors.Factors).Model, model, images.Input, settings);
        return DriftCheck.Measure(rewritten, images, LogitsFormat.Read(Get(cell.DriftLogits)));
    }
}
