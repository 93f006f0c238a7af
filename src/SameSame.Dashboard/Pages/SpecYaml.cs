using System.Globalization;
using System.Text;
using SameSame.Contracts.Sweeps;
using SameSame.Quantization.Schemes;

namespace SameSame.Dashboard.Pages;

/// <summary>A sweep's spec as the sweep.yaml that asks for the same.</summary>
internal static class SpecYaml
{
    /// <summary>The text; zoo and dataset as this reader may see them.</summary>
    public static string Of(SweepSpec spec, PublicText text)
    {
        var yaml = new StringBuilder();
        Line("name", spec.Name);
        Line("zoo", Quoted(text.Of(spec.Zoo)));
        Line("dataset", Quoted(text.Of(spec.Dataset)));
        Line("models", Quoted(spec.Models));
        if (spec.Images is { } images)
            Line("images", images.ToString(CultureInfo.InvariantCulture));
        Line("calibrationImages", spec.CalibrationImages.ToString(CultureInfo.InvariantCulture));
        List("bits", spec.Schemes.Select(s => s.Bits.ToString()));
        List("granularity", spec.Schemes.Select(s => s.Granularity.Name()));
        List("methods", spec.Methods);
        List("calibrator", spec.Schemes.Select(s => s.Calibrator));
        List("biasCorrection", spec.Schemes.Select(s => s.BiasCorrection));
        if (spec.Schemes.Any(s => s.AbsorbBiases))
            List("absorbBiases", spec.Schemes.Select(s => s.AbsorbBiases ? "true" : "false"));
        Line("device", spec.Device);
        if (spec.Confidence is { } points)
            Line("confidence", points.ToString(CultureInfo.InvariantCulture));
        if (spec.SkipBadImages)
            Line("skipBadImages", "true");
        if (spec.AcceptBaseline)
            Line("acceptBaseline", "true");
        return yaml.ToString();

        void Line(string name, string value) => yaml.Append(name).Append(": ").Append(value).Append('\n');
        void List(string name, IEnumerable<string> values) => Line(name, $"[{string.Join(", ", values.Distinct())}]");
    }

    // '*' begins an alias in YAML; a quote inside is doubled.
    private static string Quoted(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
