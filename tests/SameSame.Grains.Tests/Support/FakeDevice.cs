using System.Collections.Concurrent;
using SameSame.Contracts.Equalization;
using SameSame.Contracts.Results;
using SameSame.Contracts.Work;
using SameSame.Grains.Artifacts;
using SameSame.Grains.Equalization;
using SameSame.Grains.Evaluators;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Search;
using SameSame.Quantization.Tests.Equalization;

namespace SameSame.Grains.Tests.Support;

/// <summary>A device that measures nothing and counts everything.</summary>
internal sealed class FakeDevice(MemoryArtifacts artifacts) : IWorkExecutor, IProblemSource, ISearchExecutor
{
    public const int Images = 40;
    private readonly ConcurrentDictionary<string, int> _executions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _devices = new(StringComparer.Ordinal);

    /// <summary>How often each piece of work was done to its end, by title and dataset.</summary>
    public IReadOnlyDictionary<string, int> Executions => _executions;

    /// <summary>Devices that did something.</summary>
    public IReadOnlyCollection<string> Devices => [.. _devices.Keys];

    /// <summary>Runs before a cell is measured; may wait, fail, or observe cancellation.</summary>
    public Func<WorkItem, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What FP32 runs say of the labels; nothing by default, as those of older versions.</summary>
    public LabelEvidence? Labels { get; set; }

    /// <summary>Runs before a piece of a search, on its own thread; may wait.</summary>
    public Action<SearchJob> BeforeSearch { get; set; } = _ => { };

    public async Task<WorkOutcome> ExecuteAsync(WorkItem item, DeviceDescription device, Action<int, int> progress, CancellationToken cancellation)
    {
        _devices[device.Id] = device.Kind;
        progress(0, Images);
        await Before(item, cancellation);
        cancellation.ThrowIfCancellationRequested();
        _executions.AddOrUpdate($"{item.Title} @{item.Source.Dataset}", 1, (_, n) => n + 1);
        progress(Images, Images);
        return item.Kind switch
        {
            WorkKind.Baseline => new WorkOutcome { Baseline = await BaselineAsync(item) },
            WorkKind.Calibration => new WorkOutcome { Calibration = await CalibrationAsync(item) },
            _ => new WorkOutcome { Cell = Measurement(item, device) },
        };
    }

    public Task<EqualizationProblem> BuildAsync(ModelSource source, string statisticsArtifact, CancellationToken cancellation) =>
        Task.FromResult(Networks.Chain(4, 3, 9, 8, 9, 8, 9, 8, 5));

    /// <summary>One piece of a search over the chain that <see cref="BuildAsync"/> gives.</summary>
    public (double Decibels, double[]? Factors) Execute(SearchJob job, CancellationToken cancellation)
    {
        BeforeSearch(job);
        var problem = Networks.Chain(4, 3, 9, 8, 9, 8, 9, 8, 5);
        return job.Candidate is null
            ? (0, NoiseMinimizer.Run(problem, new NoiseModel(problem, job.Scheme), job.Start!, job.ActivationWeight, cancellation))
            : (Score(FactorizationFormat.Read(job.Candidate).Factors), null);
    }

    /// <summary>The most even factors score best.</summary>
    public static double Score(double[] factors) => -factors.Sum(f => Math.Pow(Math.Log(f), 2));

    public static CellMeasurement Measurement(WorkItem item, DeviceDescription device) => new()
    {
        Key = item.Key,
        Images = Count(item),
        Correct = new byte[(Count(item) + 7) / 8],
        Top1 = item.Key[0],
        Range = item.Range,
        // Each image counts once, at a place of its own.
        Sums = new CellSums { Agreeing = Count(item), Signal = Enumerable.Range(item.Range?.From ?? 0, Count(item)).Sum(i => Math.Sqrt(i)), Noise = 1 },
        Device = device.Id,
        Provider = "fake",
        OnnxRuntime = "0",
        Environment = "test",
        Run = item.Cell!.Run,
        Forced = item.Cell.Force,
        Statistics = item.Cell.Statistics,
        Findings = item.Cell.Findings,
    };

    private async Task<BaselineOutcome> BaselineAsync(WorkItem item) => new()
    {
        Images = Count(item),
        Correct = new byte[(Count(item) + 7) / 8],
        Labels = Labels,
        Parts = [new LogitsPart(item.Range ?? new ImageRange(0, Images, Images), await Put($"{item.Key}/logits"))],
    };

    private async Task<CalibrationOutcome> CalibrationAsync(WorkItem item) => new()
    {
        Statistics = await Put($"{item.Key}/statistics"),
        DriftLogits = await Put($"{item.Key}/drift"),
        MomentsOnly = item.MomentsOnly,
    };

    private static int Count(WorkItem item) => item.Range is { } range ? range.To - range.From : Images;

    private Task<string> Put(string text) => artifacts.PutAsync(System.Text.Encoding.UTF8.GetBytes(text), default);
}
