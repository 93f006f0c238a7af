using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Reporting;

namespace SameSame.Dashboard.Tests.Support;

/// <summary>A made-up sweep of 200 models x 12 configurations, with every kind of thing that a report has to say.</summary>
internal static class Fleet
{
    public const int Models = 200;
    private static readonly string[] Families =
        ["resnet", "mobilenet_v3_large", "tf_efficientnet_lite0.in1k", "vit_small_patch16_224.augreg_in21k_ft_in1k"];

    private static readonly (string Bits, double Cost)[] Bits = [("8/8", 0.3), ("6/8", 0.9), ("4/8", 4), ("4/4", 30)];
    private static readonly (string Method, double Share)[] Methods = [("none", 1), ("two-step", 0.6), ("cle", 0.5)];

    private static readonly ChannelSpread[] Spreads =
    [
        .. Enumerable.Range(0, 40).Select(n => Spread($"features.{n}.conv", ChannelKind.Weights)),
        .. Enumerable.Range(0, 30).Select(n => Spread($"/features/features.{n}/Relu_output_0", ChannelKind.Activations)),
    ];

    public static IReadOnlyList<CellResult> Cells { get; } =
    [
        .. from m in Enumerable.Range(0, Models)
           from bits in Bits
           from method in Methods
           select Cell(m, bits.Bits, method.Method, bits.Cost * method.Share),
    ];

    public static SweepStatus Status { get; } = new()
    {
        Id = "fleet-0123abcd",
        Models = Models,
        Started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Cells = new CellCounts
        {
            Total = Cells.Count,
            Completed = Cells.Count(c => c.Measurement is not null),
            Failed = Cells.Count(c => c.Measurement is null),
        },
    };

    public static IReadOnlyList<RangeFigure> Ranges { get; } =
        [.. RangeSelection.Wanted(Cells).Select(c => new RangeFigure(c.Model, c.Method, c.Scheme, Spreads, null))];

    private static ChannelSpread Spread(string name, ChannelKind kind) =>
        new(name, kind, 64, 60, new RangeQuantiles(0.0625, 0.125, 0.25, 0.5, 1), new RangeQuantiles(0.5, 0.5, 0.6, 0.8, 1));

    private static CellResult Cell(int model, string bits, string method, double cost)
    {
        var failed = model % 17 == 3 && method == "cle" && bits != "8/8";
        var name = $"{Families[model % Families.Length]}_{model:000}";
        return new CellResult
        {
            Model = name,
            ModelSha256 = $"sha{model}",
            Method = method,
            Scheme = new QuantizationScheme(BitWidths.Parse(bits)),
            Status = failed ? CellStatus.Failed : CellStatus.Completed,
            Error = failed ? $"models/{name}.onnx: node 'Conv_{model}': the file ends after {1000 + model} bytes" : null,
            Measurement = failed ? null : Measured(model, name, bits, method, cost * (1 + model % 7 / 5.0)),
        };
    }

    private static CellMeasurement Measured(int model, string name, string bits, string method, double cost) => new()
    {
        Key = $"{name}{bits}{method}",
        Correct = [],
        Device = "cpu0",
        Provider = "CPUExecutionProvider",
        OnnxRuntime = "1.22.0",
        Environment = "avx512, all",
        Run = "fleet-0123abcd#1",
        Images = 5000,
        Fp32Top1 = 70 + model % 11,
        Top1 = 70 + model % 11 - cost,
        Degradation = cost,
        DegradationLow = cost - 0.4,
        DegradationHigh = cost + 0.4,
        Agreement = 97 - cost,
        SqnrDb = 30 - 4 * Math.Log2(cost + 1) + (method == "cle" ? 1 : 0),
        WeightBytes = (2_000_000 + model * 100_000) * (bits[0] - '0') / 8,
        Sums = new CellSums { Lost = 60, Gained = 40 },
        Implausible = model % 40 == 5 ? "12.5 dB below what rounding and clipping explain" : null,
        Findings = model % 20 == 1 ? $"calibrated on {10 + model} images: ranges need at least 300" : null,
        FloatParts = model % 50 == 2 ? "weights of Gemm_3" : null,
        FloatWeights = model % 50 == 2 ? 1 : 0,
    };
}
