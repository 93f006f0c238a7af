using SameSame.Contracts.Work;

namespace SameSame.Contracts.Results;

/// <summary>What was measured of one cell; stored once under its key and reused by every later sweep.</summary>
[GenerateSerializer, Immutable, Alias("samesame.cell-measurement")]
public sealed record CellMeasurement
{
    /// <summary>The cell's key.</summary>
    [Id(0)] public required string Key { get; init; }

    /// <summary>Number of images.</summary>
    [Id(1)] public int Images { get; init; }

    /// <summary>Bitset of images the quantized network got right.</summary>
    [Id(2)] public required byte[] Correct { get; init; }

    /// <summary>FP32 top-1 in percent.</summary>
    [Id(3)] public double Fp32Top1 { get; init; }

    /// <summary>Quantized top-1 in percent.</summary>
    [Id(4)] public double Top1 { get; init; }

    /// <summary>Quantized top-5 in percent.</summary>
    [Id(5)] public double Top5 { get; init; }

    /// <summary>FP32 top-1 minus quantized top-1, paired, in points.</summary>
    [Id(6)] public double Degradation { get; init; }

    /// <summary>Lower end of its 95 % interval.</summary>
    [Id(7)] public double DegradationLow { get; init; }

    /// <summary>Upper end of its 95 % interval.</summary>
    [Id(8)] public double DegradationHigh { get; init; }

    /// <summary>Share of images with FP32's top class, in percent.</summary>
    [Id(9)] public double Agreement { get; init; }

    /// <summary>Logit signal to quantization noise in decibels.</summary>
    [Id(10)] public double SqnrDb { get; init; }

    /// <summary>Greatest logit deviation of the rewritten FP32 network, relative to the logits' range.</summary>
    [Id(11)] public double Fp32Drift { get; init; }

    /// <summary>Device that measured it.</summary>
    [Id(12)] public required string Device { get; init; }

    /// <summary>Execution provider.</summary>
    [Id(13)] public required string Provider { get; init; }

    /// <summary>Version of ONNX Runtime.</summary>
    [Id(14)] public required string OnnxRuntime { get; init; }

    /// <summary>Instruction set and graph-optimization level.</summary>
    [Id(15)] public required string Environment { get; init; }

    /// <summary>Seconds of inference.</summary>
    [Id(16)] public double Seconds { get; init; }

    /// <summary>Activations that carry a bound of their own in the quantized graph.</summary>
    [Id(17)] public int ClampedTensors { get; init; }

    /// <summary>Weight scales widened so that a bias fits int32.</summary>
    [Id(18)] public int WidenedChannels { get; init; }

    /// <summary>The run of a sweep that it was measured for, <c>sweep#generation</c>: for every other run it is reused.</summary>
    [Id(19)] public required string Run { get; init; }

    /// <summary>Whether that run wanted it measured although there was a result, and so replaces it.</summary>
    [Id(20)] public bool Forced { get; init; }

    /// <summary>Where a search's factors come from; null for closed forms.</summary>
    [Id(21)] public string? FactorsFrom { get; init; }

    /// <summary>Artifact: the factors, as <c>samesame equalize --factors</c> reads them.</summary>
    [Id(22)] public string? Factors { get; init; }

    /// <summary>Set on a measurement of only a part of a cell's images: which.</summary>
    [Id(23)] public ImageRange? Range { get; init; }

    /// <summary>What the figures are computed from; adds up over parts.</summary>
    [Id(24)] public CellSums Sums { get; init; } = new();

    /// <summary>The width in points at which the run was to stop; null where it was to cover all images.</summary>
    [Id(25)] public double? Confidence { get; init; }

    /// <summary>How many nodes each execution provider ran, <c>provider:nodes</c>, separated by blanks.</summary>
    [Id(26)] public string Nodes { get; init; } = "";

    /// <summary>How many of them computed on integers.</summary>
    [Id(27)] public int IntegerNodes { get; init; }

    /// <summary>Convolutions and matrix products that ran in floating point.</summary>
    [Id(28)] public int FloatLayers { get; init; }

    /// <summary>Images in one call of the session.</summary>
    [Id(29)] public int Batch { get; init; }

    /// <summary>SHA-256 of the quantized network's file, lower-case hex: what <c>samesame sweep export</c> rebuilds. Null where an earlier version measured it.</summary>
    [Id(40)] public string? ExportSha256 { get; init; }

    /// <summary>Artifact: the calibration statistics the cell was made from; null where an earlier version measured it.</summary>
    [Id(41)] public string? Statistics { get; init; }

    /// <summary>Artifact: what empirical correction added to the biases; null for other corrections.</summary>
    [Id(42)] public string? BiasShifts { get; init; }

    /// <summary>Whether the rewrite is exact on calibration images only: <see cref="Fp32Drift"/> says nothing about others then.</summary>
    [Id(43)] public bool Inexact { get; init; }

    /// <summary>Channels whose high bias was absorbed.</summary>
    [Id(44)] public int AbsorbedChannels { get; init; }

    /// <summary>Channels whose high bias could not be absorbed, by reason; null where there are none.</summary>
    [Id(45)] public string? AbsorptionSkipped { get; init; }

    /// <summary>Logit SQNR in dB, on the gate's images, of the float network that only rounds and clips; null where an earlier version measured the cell.</summary>
    [Id(46)] public double? PredictedSqnrDb { get; init; }

    /// <summary>Logit SQNR in dB of this cell on the same images.</summary>
    [Id(47)] public double? GateSqnrDb { get; init; }

    /// <summary>One line where the cell has lost more than rounding and clipping explain: by how much, and the layer where it begins. Null where it has not.</summary>
    [Id(48)] public string? Implausible { get; init; }

    /// <summary>Layers whose weights the quantized graph stores as floats.</summary>
    [Id(49)] public int FloatWeights { get; init; }

    /// <summary>Layers that read an activation which is not stored quantized.</summary>
    [Id(50)] public int FloatInputs { get; init; }

    /// <summary>Which layers those are, for people; null where there are none.</summary>
    [Id(51)] public string? FloatParts { get; init; }

    /// <summary>Images that do not decode and were left out; they are not among <see cref="Images"/>.</summary>
    [Id(52)] public int SkippedImages { get; init; }

    /// <summary>Calibration images that do not decode and were left out.</summary>
    [Id(53)] public int SkippedCalibrationImages { get; init; }

    /// <summary>What speaks against the FP32 run or the calibration that the figures rest on, for people; null where nothing does.</summary>
    [Id(54)] public string? Findings { get; init; }

    /// <summary>When its last image was measured, by the device's clock; null where an earlier version did.</summary>
    [Id(55)] public DateTimeOffset? MeasuredAt { get; init; }

    /// <summary>Bytes of the quantized network's constants as hardware packs them: weights at their bits, biases, scales. 0 where an earlier version measured it.</summary>
    [Id(56)] public long WeightBytes { get; init; }
}
