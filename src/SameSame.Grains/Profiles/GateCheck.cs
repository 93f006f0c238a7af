using System.Globalization;
using SameSame.Contracts.Work;
using SameSame.Quantization.Metrics;

namespace SameSame.Grains.Profiles;

/// <summary>Compares an FP32 run with what the catalogue states, so that nothing is measured on wrong preprocessing or wrong weights.</summary>
public static class GateCheck
{
    /// <summary>Null where the labels of a run can be right, or where whoever asks accepts that they cannot; else one line with the figures and the way on.</summary>
    public static string? LabelProblem(BaselineOutcome baseline, bool accepted) =>
        accepted || baseline.Labels?.Findings.FirstOrDefault(f => f.Stops) is not { } finding ? null : $"baseline: {finding.Text}; --accept-baseline measures all the same";

    /// <summary>Null where the run passes, else one line with both figures.</summary>
    public static string? Problem(BaselineOutcome baseline, BaselineGate gate)
    {
        var top1 = 100.0 * new ImageBitset(baseline.Images, baseline.Correct).SetCount / baseline.Images;
        var slack = gate.AllImages ? 0 : Binomial.HalfWidth95(gate.Top1, baseline.Images);
        return Math.Abs(top1 - gate.Top1) <= gate.Tolerance + slack
            ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"baseline gate: FP32 top-1 is {top1:0.00} % on {baseline.Images} images, the catalogue states {gate.Top1:0.00} +- {gate.Tolerance + slack:0.00}; check the model's input and labels");
    }
}
