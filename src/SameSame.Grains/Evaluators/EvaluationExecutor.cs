using Microsoft.Extensions.Options;
using SameSame.Contracts.Equalization;
using SameSame.Contracts.Results;
using SameSame.Contracts.Work;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Preprocessing;
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
public sealed partial class EvaluationExecutor(
    ICatalogue catalogue, IArtifactStore artifacts, IOptions<CatalogueOptions> options, TimeProvider clock) : IWorkExecutor, IProblemSource, ISearchExecutor
{
    private static readonly SessionSettings SearchSession = new(Threads: 1);
    private readonly NodeCache<PreparedModel> _models = new(4);
    private readonly NodeCache<OpenImageSet> _images = new(8);
    private readonly NodeCache<ModelStatistics> _statistics = new(12);
    private readonly NodeCache<float[]> _logits = new(6);
    private readonly NodeCache<Factorization> _factors = new(32);
    private readonly NodeCache<EqualizationProblem> _problems = new(2);
    private readonly NodeCache<object> _drifts = new(64);
    private readonly NodeCache<QdqExport> _exports = new(2);
    private readonly NodeCache<string> _faithful = new(1024);
    private readonly BatchMemory _batches = new(options.Value.CacheFolder);

    /// <inheritdoc/>
    public Task<WorkOutcome> ExecuteAsync(WorkItem item, DeviceDescription device, Action<int, int> progress, CancellationToken cancellation)
    {
        var settings = new SessionSettings(device.Threads, Accelerator: device.Provider is { } provider ? new Accelerator(provider, device.Index) : null, CountNodes: true);
        try
        {
            return Task.FromResult(item.Kind switch
            {
                WorkKind.Baseline => Baseline(item, device, settings, progress, cancellation),
                WorkKind.Calibration => Calibrate(item, settings with { CountNodes = false }, progress, cancellation),
                _ => Measure(item, device, settings, progress, cancellation),
            });
        }
        catch (Exception e) when (e is SpecException or OnnxFormatException or BadImageException)
        {
            return Task.FromResult(WorkOutcome.Failed(e.Message, retriable: false));
        }
        catch (OutOfDeviceMemoryException e)
        {
            return Task.FromResult(WorkOutcome.Failed($"{item.Source.Model}: a single image does not fit into the memory of {device.Id} ({e.InnerException?.Message.ReplaceLineEndings(" ")})", retriable: false));
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
        var reference = _logits.Get($"calibration\n{job.Source.ModelSha256}\n{job.Statistics}", () => NetworkScorer.Reference(model.Network, images, SearchSession));
        var fit = _statistics.Get($"fit\n{job.Source.ModelSha256}\n{job.Statistics}", () => NetworkScorer.FitStatistics(model.Network, model.Plan, images, SearchSession, cancellation));
        var scorer = new NetworkScorer(
            model.Network, model.Plan, fit, images, reference,
            () => Means(model, NetworkScorer.FitImages(images), $"fit\n{job.Source.ModelSha256}\n{job.Statistics}", SearchSession, cancellation));
        return (scorer.Score(FactorizationFormat.Read(job.Candidate), job.Scheme, job.Fold, SearchSession, cancellation), null);
    }

    private PreparedModel Prepare(ModelSource source)
    {
        var (zoo, entry) = catalogue.OpenModel(source);
        return _models.Get(source.ModelSha256, () =>
        {
            var network = Network.Load(zoo.FileOf(entry), entry.Input.TensorShape);
            return new PreparedModel(entry, network, QuantizationPlan.Of(network.Folded, source.Model));
        }) with { Entry = entry };
    }

    private ImageBatches Images(ModelSource source, ZooModel model, ImageRange? range, CancellationToken cancellation)
    {
        var dataset = catalogue.OpenDataset(source.Dataset);
        return _images.Get($"evaluation\n{dataset.Path}\n{model.InputFor(dataset.Resize).Canonical}\n{source.SkipBadImages}", () =>
            OpenImageSet.Evaluation(dataset, model, options.Value.CacheFolder, Environment.ProcessorCount, source.SkipBadImages, cancellation))
            .Draw(source.Images, range is null ? null : range.From..range.To, model.Labels.Offset);
    }

    private ImageBatches Calibration(ModelSource source, ZooModel model, int count, CancellationToken cancellation)
    {
        var dataset = catalogue.OpenDataset(source.Dataset);
        return _images.Get($"calibration\n{dataset.Path}\n{model.InputFor(dataset.Calibration?.Resize).Canonical}\n{source.SkipBadImages}", () =>
            OpenImageSet.Calibration(dataset, model, options.Value.CacheFolder, Environment.ProcessorCount, source.SkipBadImages, cancellation))
            .Select(count, model.Labels.Offset);
    }

    private ModelStatistics Statistics(string artifact) => _statistics.Get(artifact, () => ModelStatisticsFormat.Read(Get(artifact)));

    private static OrtModel Open(ModelProto proto, PreparedModel model, InputSpec input, SessionSettings settings) =>
        new(DeviceForm.Of(proto, input, settings), settings, model.Entry.Name);

    // The executor owns its thread, so waiting for the store here blocks nobody else.
    private byte[] Get(string artifact) => artifacts.GetAsync(artifact, CancellationToken.None).GetAwaiter().GetResult();

    private string Put(byte[] bytes) => artifacts.PutAsync(bytes, CancellationToken.None).GetAwaiter().GetResult();

    private sealed record PreparedModel(ZooModel Entry, Network Network, QuantizationPlan Plan);
}
