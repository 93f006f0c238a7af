using System.Text.Json.Nodes;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Quantization.Schemes;

namespace SameSame.Reporting.Tests;

public class ResultJsonTests
{
    private static readonly string[] Fields =
    [
        "model", "modelSha256", "method", "weightBits", "activationBits", "granularity", "calibrator", "biasCorrection", "status", "error", "images", "fp32Top1", "top1", "top5",
        "degradation", "degradationCi95", "agreement", "sqnrDb", "fp32Drift", "device", "provider", "onnxRuntime", "seconds", "imagesPerSecond", "key",
    ];

    [Theory]
    [InlineData(CellStatus.Completed)]
    [InlineData(CellStatus.Reused)]
    [InlineData(CellStatus.Failed)]
    public void Every_result_has_every_field_and_only_failed_ones_have_null_figures(CellStatus status)
    {
        var json = JsonNode.Parse(ResultJson.Sweep(new SweepStatus { Id = "s-1", State = SweepState.Finished }, Spec, [Cell(status)]))!;
        var result = json["results"]![0]!.AsObject();
        Assert.All(Fields, f => Assert.True(result.ContainsKey(f), $"{f} is missing"));
        Assert.Equal(status.ToString().ToLowerInvariant(), (string)result["status"]!);
        if (status == CellStatus.Failed)
        {
            Assert.Equal("burned", (string)result["error"]!);
            Assert.All(Fields.Skip(10), f => Assert.Null(result[f]));
            return;
        }

        Assert.Null(result["error"]);
        Assert.Equal((8, 4, 75.5, 200.0), ((int)result["weightBits"]!, (int)result["activationBits"]!, (double)result["top1"]!, (double)result["imagesPerSecond"]!));
        Assert.Equal([-0.5, 1.5], result["degradationCi95"]!.AsArray().Select(v => (double)v!));
    }

    [Fact]
    public void A_ratio_that_does_not_exist_is_null_and_never_a_token_that_JSON_lacks() =>
        Assert.DoesNotContain("NaN", ResultJson.Sweep(new SweepStatus { Id = "s" }, Spec, [Cell(CellStatus.Completed, double.NaN)]), StringComparison.Ordinal);

    private static SweepSpec Spec => new() { Name = "s", Zoo = "z", Dataset = "d", Methods = ["cle"], Schemes = [new QuantizationScheme(new BitWidths(8, 4))] };

    private static CellResult Cell(CellStatus status, double sqnr = 20) => new()
    {
        Model = "m",
        ModelSha256 = "sha",
        Method = "cle",
        Scheme = Spec.Schemes[0],
        Status = status,
        Error = status == CellStatus.Failed ? "burned" : null,
        Measurement = status == CellStatus.Failed ? null : new CellMeasurement
        {
            Key = "k",
            Correct = [],
            Device = "cpu0",
            Provider = "p",
            OnnxRuntime = "1",
            Environment = "e",
            Run = "s#1",
            Images = 400,
            Seconds = 2,
            Top1 = 75.5,
            DegradationLow = -0.5,
            DegradationHigh = 1.5,
            SqnrDb = sqnr,
        },
    };
}
