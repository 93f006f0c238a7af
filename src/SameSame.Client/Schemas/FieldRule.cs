using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Preprocessing;
using SameSame.Hosting.Specs;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Client.Schemas;

/// <summary>What a field may hold beyond its type.</summary>
/// <param name="Names">The names there are.</param>
/// <param name="Pattern">What else a text may look like.</param>
/// <param name="Least">The least number.</param>
/// <param name="Above">A number that all are above.</param>
/// <param name="Most">The greatest number.</param>
/// <param name="Required">Whether a file must have the field.</param>
/// <param name="Text">Whether a number is no text here; elsewhere any word is one.</param>
internal sealed record FieldRule(
    IEnumerable<string>? Names = null, string? Pattern = null, double? Least = null, double? Above = null, double? Most = null,
        bool Required = false, bool Text = false)
{
    private const string Bits = "(?:[2-9]|1[0-6])", Name = "^[A-Za-z0-9._-]+$", Pixels = "^(?:none|[1-9][0-9]*)$";

    private static readonly FieldRule None = new(), Needed = new(Required: true), Positive = new(Least: 1),
        AboveZero = new(Above: 0);

    private static readonly Dictionary<(Type, string), FieldRule> Rules = new()
    {
        [(typeof(SweepFile), nameof(SweepFile.Name))] = new(Pattern: Name, Required: true),
        [(typeof(SweepFile), nameof(SweepFile.Zoo))] = Needed,
        [(typeof(SweepFile), nameof(SweepFile.Dataset))] = Needed,
        [(typeof(SweepFile), nameof(SweepFile.CalibrationImages))] = Positive,
        [(typeof(SweepFile), nameof(SweepFile.Images))] = Positive,
        [(typeof(SweepFile), nameof(SweepFile.Bits))] = new(Pattern: $"^{Bits}/{Bits}$", Text: true),
        [(typeof(SweepFile), nameof(SweepFile.Granularity))] = new(GranularityNames.All),
        [(typeof(SweepFile), nameof(SweepFile.Methods))] = new(EqualizationMethods.All.Select(m => m.Name),
            "^search:[1-9][0-9]*$"),
        [(typeof(SweepFile), nameof(SweepFile.Calibrator))] = new(Calibrators.All.Select(c => c.Name)),
        [(typeof(SweepFile), nameof(SweepFile.BiasCorrection))] = new(BiasCorrections.All),
        [(typeof(SweepFile), nameof(SweepFile.Device))] = new(SweepFile.Devices),
        [(typeof(SweepFile), nameof(SweepFile.Confidence))] = new(Above: 0, Most: 100),
        [(typeof(ZooFile), nameof(ZooFile.Models))] = Needed,
        [(typeof(ZooModel), nameof(ZooModel.Name))] = new(Pattern: Name, Required: true),
        [(typeof(ZooModel), nameof(ZooModel.File))] = Needed,
        [(typeof(ZooModel), nameof(ZooModel.Input))] = Needed,
        [(typeof(InputSpec), nameof(InputSpec.Height))] = new(Least: 1, Required: true),
        [(typeof(InputSpec), nameof(InputSpec.Width))] = new(Least: 1, Required: true),
        [(typeof(InputSpec), nameof(InputSpec.Resize))] = Positive,
        [(typeof(InputSpec), nameof(InputSpec.Interpolation))] = new(InputSpec.Interpolations),
        [(typeof(InputSpec), nameof(InputSpec.Layout))] = new(InputSpec.Layouts),
        [(typeof(InputSpec), nameof(InputSpec.Order))] = new(InputSpec.Orders),
        [(typeof(InputSpec), nameof(InputSpec.Scale))] = AboveZero,
        [(typeof(InputSpec), nameof(InputSpec.Std))] = AboveZero,
        [(typeof(DatasetFile), nameof(DatasetFile.Name))] = Needed,
        [(typeof(DatasetFile), nameof(DatasetFile.Format))] = new(ImageSources.Formats.Select(f => f.Name)),
        [(typeof(DatasetFile), nameof(DatasetFile.Resize))] = new(Pattern: Pixels, Least: 1),
        [(typeof(ImageSetSpec), nameof(ImageSetSpec.Format))] = new(ImageSources.Formats.Select(f => f.Name)),
        [(typeof(ImageSetSpec), nameof(ImageSetSpec.Resize))] = new(Pattern: Pixels, Least: 1),
    };

    /// <summary>The rule of a field; most have none.</summary>
    public static FieldRule Of(Type type, string property) => Rules.GetValueOrDefault((type, property), None);
}
