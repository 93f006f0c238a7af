using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Configuration.Yaml;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Hosting.Specs;

/// <summary>A <c>sweep.yaml</c>: what to measure, every model under every scheme by every method.</summary>
public sealed record SweepFile
{
    /// <summary>What <see cref="Device"/> may be.</summary>
    public static IReadOnlyList<string> Devices { get; } = ["auto", "cpu", "gpu"];

    /// <summary>Name of the sweep.</summary>
    public string Name { get; init; } = "";

    /// <summary>The catalogue, relative to this file; a name with <c>--cluster</c>.</summary>
    public string Zoo { get; init; } = "";

    /// <summary>The dataset file, relative to this file; a name with <c>--cluster</c>.</summary>
    public string Dataset { get; init; } = "";

    /// <summary>Which models of the catalogue: a glob over their names.</summary>
    public string Models { get; init; } = "*";

    /// <summary>How many calibration images.</summary>
    public int CalibrationImages { get; init; } = 256;

    /// <summary>How many evaluation images, a fixed choice among them; <c>all</c> where it is missing.</summary>
    [YamlNoValue("all")]
    public int? Images { get; init; }

    /// <summary>Bits of weights/activations, each 2 to 16, as in <c>8/8</c>.</summary>
    public List<string> Bits { get; init; } = ["8/8"];

    /// <summary>Whether a weight has one scale, or one for each output channel.</summary>
    public List<string> Granularity { get; init; } = ["per-tensor"];

    /// <summary>How networks are rewritten; <c>none</c> leaves them, <c>search:N</c> measures at most N candidates.</summary>
    public List<string> Methods { get; init; } = ["none"];

    /// <summary>How the ranges of activations are found.</summary>
    public List<string> Calibrator { get; init; } = ["minmax"];

    /// <summary>How biases make up for rounding.</summary>
    public List<string> BiasCorrection { get; init; } = ["none"];

    /// <summary>Whether high biases are absorbed: <c>[false, true]</c> measures both.</summary>
    public List<bool> AbsorbBiases { get; init; } = [false];

    /// <summary>Kind of device that measures; <c>auto</c> takes GPUs where there are any.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Leave out images that do not decode.</summary>
    public bool SkipBadImages { get; init; }

    /// <summary>Measure although the labels of a baseline cannot be right.</summary>
    public bool AcceptBaseline { get; init; }

    /// <summary>Stop a cell when the 95 % interval of its degradation is narrower than so many points; all images where it is missing.</summary>
    public double? Confidence { get; init; }

    /// <summary>Turns the file into a spec, checking every name in it.</summary>
    /// <param name="path">Where the file was read from; named in errors.</param>
    /// <param name="namesOnly">True with <c>--cluster</c>: zoo and dataset are names, not paths.</param>
    /// <param name="force">Measure again.</param>
    /// <exception cref="SpecException">A field cannot be used.</exception>
    public SweepSpec ToSpec(string path, bool namesOnly, bool force)
    {
        Require(path, Name.Length > 0 && Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'), "name", "letters, digits, '.', '_' and '-', at least one");
        Require(path, Zoo.Length > 0, "zoo", "the path of a zoo.yaml");
        Require(path, Dataset.Length > 0, "dataset", "the path of a dataset.yaml");
        Require(path, CalibrationImages > 0, "calibrationImages", "a positive number");
        Require(path, Images is null or > 0, "images", "a positive number, or all");
        Require(path, Confidence is null or > 0 and <= 100, "confidence", "a width in percentage points, above 0");
        Require(path, AbsorbBiases is { Count: > 0 }, "absorbBiases", "at least one of false and true");
        var schemes =
            from bits in Each(path, "bits", Bits, BitWidths.Parse)
            from granularity in Each(path, "granularity", Granularity, GranularityNames.Parse)
            from calibrator in Each(path, "calibrator", Calibrator, c => Calibrators.Get(c).Name)
            from correction in Each(path, "biasCorrection", BiasCorrection, BiasCorrections.Check)
            from absorb in AbsorbBiases.Distinct()
            select new QuantizationScheme(bits, granularity, calibrator, correction) { AbsorbBiases = absorb };
        return new SweepSpec
        {
            Name = Name,
            Zoo = namesOnly ? Zoo : Existing(path, "zoo", Zoo),
            Dataset = namesOnly ? Dataset : Existing(path, "dataset", Dataset),
            Models = Models,
            Methods = [.. Each(path, "methods", Methods, m => EqualizationMethods.Get(m).Name)],
            Schemes = [.. schemes],
            CalibrationImages = CalibrationImages,
            Images = Images,
            SkipBadImages = SkipBadImages,
            AcceptBaseline = AcceptBaseline,
            Force = force,
            Confidence = Confidence,
            Device = Devices.Contains(Device) ? Device
                : throw new SpecException($"{path}: device '{Device}': expected auto, cpu or gpu"),
        };
    }

    private static void Require(string path, bool holds, string field, string expected)
    {
        if (!holds)
            throw new SpecException($"{path}: {field}: expected {expected}");
    }

    private static string Existing(string path, string field, string value)
    {
        var full = YamlFile.Resolve(path, value);
        return File.Exists(full) || Directory.Exists(full) ? full : throw new SpecException($"{path}: {field}: {full} does not exist");
    }

    private static List<T> Each<T>(string path, string field, List<string> values, Func<string, T> read)
    {
        Require(path, values is { Count: > 0 }, field, "at least one value");
        try
        {
            return [.. values.Distinct().Select(read)];
        }
        catch (FormatException e)
        {
            throw new SpecException($"{path}: {field}: {e.Message}", e);
        }
    }
}
