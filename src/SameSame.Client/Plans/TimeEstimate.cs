using System.Globalization;
using SameSame.Contracts.Sweeps;
using SameSame.Quantization.Equalization;

namespace SameSame.Client.Plans;

/// <summary>How long the cells of a plan take, from speeds that were measured; where there are none it says so.</summary>
internal static class TimeEstimate
{
    /// <summary>One line.</summary>
    public static string Of(SweepSpec spec, IReadOnlyList<ModelPlan> models, int images, int slots)
    {
        var open = models.Where(m => m.New > 0).ToList();
        var known = open.Where(m => m.Speed is not null).ToList();
        var unknown = open.Where(m => m.Speed is null).Select(m => m.Model).ToList();
        if (open.Count == 0)
            return "none: nothing is left to measure";
        if (known.Count == 0)
            return $"unknown: no earlier result of these models on a {spec.Device} is stored, and none could be tried";
        // The FP32 run and the calibration are one more pass each.
        var seconds = known.Sum(m => ((m.New + 1.0) * images + spec.CalibrationImages) / m.Speed!.ImagesPerSecond)
            / Math.Max(1, slots);
        return $"{(spec.Confidence is null ? "about" : "at most")} {Text(TimeSpan.FromSeconds(seconds))} of inference on "
            + $"{slots} {spec.Device} {(slots == 1 ? "slot" : "slots")}, {Source(known)}{Beside(spec)}"
            + (unknown.Count == 0 ? "" : $"; for {unknown.Count} of {open.Count} models nothing is known "
                + $"({string.Join(", ", unknown.Take(5))}{(unknown.Count > 5 ? ", ..." : "")})");
    }

    private static string Source(List<ModelPlan> known)
    {
        var (earlier, tried) = (known.Where(m => m.Speed!.Cells > 0).ToList(), known.Count(m => m.Speed!.Cells == 0));
        string[] sources =
        [
            .. earlier.Count == 0 ? [] : new[] { $"from the images/s of {earlier.Sum(m => m.Speed!.Cells)} earlier cells of "
                + $"{earlier.Count} {Models(earlier.Count)}" },
            .. tried == 0 ? [] : new[] { $"from a short FP32 run of {tried} {Models(tried)} on blank images (quantized cells "
                + $"differ)" },
        ];
        return string.Join(" and ", sources);
    }

    private static string Beside(SweepSpec spec) => spec.Methods.Any(m => EqualizationMethods.Get(m) is SearchMethod)
        ? "; decoding and the candidates of search come on top" : "; decoding images comes on top";

    private static string Models(int count) => count == 1 ? "model" : "models";

    private static string Text(TimeSpan time)
    {
        var (value, unit) = time.TotalHours >= 1 ? (time.TotalHours.ToString("0.0", CultureInfo.InvariantCulture), "h")
            : time.TotalMinutes >= 1 ? (time.TotalMinutes.ToString("0", CultureInfo.InvariantCulture), "min")
            : (Math.Max(1, time.TotalSeconds).ToString("0", CultureInfo.InvariantCulture), "s");
        return $"{value} {unit}";
    }
}
