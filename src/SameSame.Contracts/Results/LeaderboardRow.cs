using SameSame.Quantization.Schemes;

namespace SameSame.Contracts.Results;

/// <summary>One cell on the leaderboard: what was measured of a model, dataset, scheme and method.</summary>
[GenerateSerializer, Immutable, Alias("samesame.leaderboard-row")]
public sealed record LeaderboardRow
{
    /// <summary>The model.</summary>
    [Id(0)] public required string Model { get; init; }

    /// <summary>The dataset.</summary>
    [Id(1)] public required string Dataset { get; init; }

    /// <summary>The method.</summary>
    [Id(2)] public required string Method { get; init; }

    /// <summary>Weight bits.</summary>
    [Id(3)] public int WeightBits { get; init; }

    /// <summary>Activation bits.</summary>
    [Id(4)] public int ActivationBits { get; init; }

    /// <summary>Number of weight scales, by name.</summary>
    [Id(5)] public required string Granularity { get; init; }

    /// <summary>Calibrator.</summary>
    [Id(6)] public required string Calibrator { get; init; }

    /// <summary>Bias correction, and absorption where it was asked for.</summary>
    [Id(7)] public required string BiasCorrection { get; init; }

    /// <summary>Number of images.</summary>
    [Id(8)] public int Images { get; init; }

    /// <summary>FP32 top-1 in percent.</summary>
    [Id(9)] public float Fp32Top1 { get; init; }

    /// <summary>Quantized top-1 in percent.</summary>
    [Id(10)] public float Top1 { get; init; }

    /// <summary>Degradation in points.</summary>
    [Id(11)] public float Degradation { get; init; }

    /// <summary>Lower end of its 95 % interval.</summary>
    [Id(12)] public float DegradationLow { get; init; }

    /// <summary>Upper end of its 95 % interval.</summary>
    [Id(13)] public float DegradationHigh { get; init; }

    /// <summary>Agreement with FP32 in percent.</summary>
    [Id(14)] public float Agreement { get; init; }

    /// <summary>Logit SQNR in decibels.</summary>
    [Id(15)] public float SqnrDb { get; init; }

    /// <summary>Key of the result.</summary>
    [Id(16)] public required string Key { get; init; }

    /// <summary>How many dB the cell has lost beyond what rounding and clipping explain; negative where it has kept more. 0 where an earlier version measured it.</summary>
    [Id(17)] public float BeyondDb { get; init; }

    /// <summary>Whether that alone makes the cell implausible.</summary>
    [Id(18)] public bool Implausible { get; init; }

    /// <summary>Layers with weights or inputs in floating point.</summary>
    [Id(19)] public int FloatLayers { get; init; }

    /// <summary>SHA-256 of the model's file; empty where an earlier version published the row.</summary>
    [Id(20)] public string ModelSha256 { get; init; } = "";

    /// <summary>First eight hex digits of the hash over the evaluation images and their labels; empty where an earlier version published the row.</summary>
    [Id(21)] public string DatasetDigest { get; init; } = "";

    /// <summary>The sweep it was measured for; empty where an earlier version published the row.</summary>
    [Id(22)] public string Sweep { get; init; } = "";

    /// <summary>When it was measured; null where an earlier version did.</summary>
    [Id(23)] public DateTimeOffset? Measured { get; init; }

    /// <summary>Bytes of the quantized network's constants as hardware packs them: weights at their bits, biases, scales. 0 where an earlier version measured it.</summary>
    [Id(24)] public long WeightBytes { get; init; }

    /// <summary>Quantized top-5 in percent.</summary>
    [Id(25)] public float Top5 { get; init; }

    /// <summary>SHA-256 of the quantized network's file; null where an earlier version measured it.</summary>
    [Id(26)] public string? ExportSha256 { get; init; }

    /// <summary>What speaks against the FP32 run or the calibration that the figures rest on, for people; null where nothing does.</summary>
    [Id(27)] public string? Findings { get; init; }

    /// <summary>Images on which the quantized network and FP32 are not both right or both wrong.</summary>
    [Id(28)] public int Disagreeing { get; init; }

    /// <summary>The scheme it was quantized by.</summary>
    public QuantizationScheme Scheme
    {
        get
        {
            var absorbs = BiasCorrection.StartsWith("absorb", StringComparison.Ordinal);
            var correction = absorbs ? BiasCorrection.Length > 7 ? BiasCorrection[7..] : "none" : BiasCorrection;
            return new QuantizationScheme(new BitWidths(WeightBits, ActivationBits), GranularityNames.Parse(Granularity), Calibrator, correction) { AbsorbBiases = absorbs };
        }
    }

    /// <summary>What a person takes for the same thing: of the rows of one configuration the newest counts, the others are its history.</summary>
    public string Configuration => string.Join('|', Model, Dataset, Method, WeightBits, ActivationBits, Granularity, Calibrator, BiasCorrection, Images);

    /// <summary>What makes two rows the same place on the board: another checkpoint, or other images under the same name, have a place of their own.</summary>
    public string Place => ModelSha256.Length + DatasetDigest.Length == 0
        ? Configuration
        : string.Join('|', Configuration, ModelSha256.Length > 12 ? ModelSha256[..12] : ModelSha256, DatasetDigest);

    /// <summary>The row of a measured cell.</summary>
    public static LeaderboardRow Of(string dataset, string model, string method, QuantizationScheme scheme, CellMeasurement m) => new()
    {
        Model = model,
        Dataset = dataset,
        Method = method,
        WeightBits = scheme.Bits.Weights,
        ActivationBits = scheme.Bits.Activations,
        Granularity = scheme.Granularity.Name(),
        Calibrator = scheme.Calibrator,
        BiasCorrection = scheme.BiasTreatment,
        Images = m.Images,
        Fp32Top1 = (float)m.Fp32Top1,
        Top1 = (float)m.Top1,
        Degradation = (float)m.Degradation,
        DegradationLow = (float)m.DegradationLow,
        DegradationHigh = (float)m.DegradationHigh,
        Agreement = (float)m.Agreement,
        SqnrDb = (float)m.SqnrDb,
        Key = m.Key,
        BeyondDb = (float)(m.PredictedSqnrDb - m.GateSqnrDb ?? 0),
        Implausible = m.Implausible is not null,
        FloatLayers = m.FloatWeights + m.FloatInputs,
        Sweep = m.Run.LastIndexOf('#') is > 0 and var end ? m.Run[..end] : "",
        Measured = m.MeasuredAt,
        WeightBytes = m.WeightBytes,
        Top5 = (float)m.Top5,
        ExportSha256 = m.ExportSha256,
        Findings = m.Findings,
        Disagreeing = m.Sums.Lost + m.Sums.Gained,
    };
}
