using SameSame.Quantization.Schemes;

namespace SameSame.Contracts.Work;

/// <summary>What a device is asked to do.</summary>
public enum WorkKind
{
    /// <summary>Run the FP32 model over all images.</summary>
    Baseline,

    /// <summary>Run the FP32 model over the calibration images and collect statistics.</summary>
    Calibration,

    /// <summary>Build one quantized network and run it over all images.</summary>
    Cell,
}

/// <summary>Where a piece of work finds its model and images, by name.</summary>
[GenerateSerializer, Immutable, Alias("samesame.model-source")]
public sealed record ModelSource
{
    /// <summary>The zoo.</summary>
    [Id(0)] public required string Zoo { get; init; }

    /// <summary>The model's name in it.</summary>
    [Id(1)] public required string Model { get; init; }

    /// <summary>SHA-256 the model's file must have.</summary>
    [Id(2)] public required string ModelSha256 { get; init; }

    /// <summary>The dataset.</summary>
    [Id(3)] public required string Dataset { get; init; }

    /// <summary>Evaluation images; null is all.</summary>
    [Id(4)] public int? Images { get; init; }

    /// <summary>Calibration images.</summary>
    [Id(5)] public int CalibrationImages { get; init; }

    /// <summary>Leave out images that do not decode.</summary>
    [Id(6)] public bool SkipBadImages { get; init; }
}

/// <summary>What is special to a cell.</summary>
[GenerateSerializer, Immutable, Alias("samesame.cell-work")]
public sealed record CellWork
{
    /// <summary>Name of the method.</summary>
    [Id(0)] public required string Method { get; init; }

    /// <summary>The scheme.</summary>
    [Id(1)] public required QuantizationScheme Scheme { get; init; }

    /// <summary>Artifact: the factors.</summary>
    [Id(2)] public required string Factors { get; init; }

    /// <summary>Artifact: calibration statistics and the logits of the drift check.</summary>
    [Id(3)] public required string Statistics { get; init; }

    /// <summary>Artifact: the original's logits on the images of the drift check.</summary>
    [Id(4)] public required string DriftLogits { get; init; }

    /// <summary>The run of the sweep that asks, <c>sweep#generation</c>.</summary>
    [Id(6)] public required string Run { get; init; }

    /// <summary>Measure although there is a result of another run.</summary>
    [Id(7)] public bool Force { get; init; }

    /// <summary>FP32 logits of the images, part by part.</summary>
    [Id(8)] public required LogitsPart[] Baseline { get; init; }

    /// <summary>Stop when the paired interval is narrower than so many points; null runs over all images.</summary>
    [Id(9)] public double? Confidence { get; init; }

    /// <summary>What speaks against the baseline, accepted by whoever asked; null where nothing does.</summary>
    [Id(10)] public string? Findings { get; init; }
}

/// <summary>One leased unit of work.</summary>
[GenerateSerializer, Immutable, Alias("samesame.work-item")]
public sealed record WorkItem
{
    /// <summary>The key of the result: equal keys are the same work, whoever asks for it.</summary>
    [Id(0)] public required string Key { get; init; }

    /// <summary>What is to be done.</summary>
    [Id(1)] public WorkKind Kind { get; init; }

    /// <summary>The sweep that pays for it; devices are shared fairly between sweeps.</summary>
    [Id(2)] public required string SweepId { get; init; }

    /// <summary>The grain that waits for it.</summary>
    [Id(3)] public required WorkOwner Owner { get; init; }

    /// <summary>Model and images.</summary>
    [Id(4)] public required ModelSource Source { get; init; }

    /// <summary>Set for cells.</summary>
    [Id(5)] public CellWork? Cell { get; init; }

    /// <summary>The images it covers, where they are only a part.</summary>
    [Id(6)] public ImageRange? Range { get; init; }

    /// <summary>Of a calibration: whether histograms may be left out.</summary>
    [Id(7)] public bool MomentsOnly { get; init; }

    /// <summary>Key of the result it contributes to: its own, or for a part of a cell the cell's.</summary>
    public string ResultKey => Cell is null || Range is null ? Key : Key[..Key.LastIndexOf('/')];

    /// <summary>For people: model, kind, bits, method, part.</summary>
    public string Title => (Cell is null ? $"{Source.Model} {Kind.ToString().ToLowerInvariant()}" : $"{Source.Model} {Cell.Scheme.Bits} {Cell.Method}") + (Range is null ? "" : $" {Range}");
}
