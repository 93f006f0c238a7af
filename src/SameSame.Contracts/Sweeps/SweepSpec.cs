using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SameSame.Quantization.Schemes;

namespace SameSame.Contracts.Sweeps;

/// <summary>What a sweep measures, parsed: every selected model x scheme x method of a zoo on a dataset.</summary>
[GenerateSerializer, Immutable, Alias("samesame.sweep-spec")]
public sealed record SweepSpec
{
    /// <summary>Name of the sweep.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>The zoo: a name the silos know, or in a local run the catalogue's full path.</summary>
    [Id(1)] public required string Zoo { get; init; }

    /// <summary>The dataset: a name the silos know, or in a local run the file's full path.</summary>
    [Id(2)] public required string Dataset { get; init; }

    /// <summary>Glob over model names; <c>*</c> is all.</summary>
    [Id(3)] public string Models { get; init; } = "*";

    /// <summary>Methods, in the order tables show them.</summary>
    [Id(4)] public required string[] Methods { get; init; }

    /// <summary>Schemes: bits x granularity x calibrator x bias correction.</summary>
    [Id(5)] public required QuantizationScheme[] Schemes { get; init; }

    /// <summary>Calibration images.</summary>
    [Id(6)] public int CalibrationImages { get; init; } = 256;

    /// <summary>Evaluation images; null is all.</summary>
    [Id(7)] public int? Images { get; init; }

    /// <summary>Leave images out that do not decode, instead of failing.</summary>
    [Id(8)] public bool SkipBadImages { get; init; }

    /// <summary>Measure again where a result exists.</summary>
    [Id(9)] public bool Force { get; init; }

    /// <summary>The kind of device that measures: <c>cpu</c> or <c>gpu</c>.</summary>
    [Id(10)] public string Device { get; init; } = "cpu";

    /// <summary>Its share of the devices beside other sweeps: one of priority 3 gets three times the device time of one of priority 1.</summary>
    [Id(11)] public int Priority { get; init; } = 1;

    /// <summary>Stop a cell when the 95 % interval of its degradation is narrower than so many points; null runs every cell over all images.</summary>
    [Id(12)] public double? Confidence { get; init; }

    /// <summary>Measure although the labels of a baseline cannot be right: rows say so.</summary>
    [Id(13)] public bool AcceptBaseline { get; init; }

    /// <summary>Digest of what the zoo's and the dataset's names stood for when it was started; null where nobody looked. Another catalogue, another checkpoint or other labels are another sweep.</summary>
    [Id(14)] public string? Contents { get; init; }

    /// <summary>The sweep's identity: its name and a digest of everything else, so that the same spec of the same files continues the same sweep.</summary>
    public string Id => $"{Name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical)))[..8]}";

    private string Canonical => string.Join('\n', Zoo, Dataset, Models, string.Join(',', Methods),
        string.Join('|', Schemes.Select(s => s.Canonical)), CalibrationImages, Images, SkipBadImages, Device) + (Confidence is { } points ? string.Create(CultureInfo.InvariantCulture, $"\nconfidence={points:r}") : "")
        + (Contents is null ? "" : $"\ncontents={Contents}");
}
