using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SameSame.Contracts.Work;
using SameSame.Quantization;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;

namespace SameSame.Grains.Catalogues;

/// <summary>What identifies the measurements of a model on a dataset; profiles and cells are keyed by it.</summary>
public sealed record ProfileIdentity
{
    /// <summary>Where the work finds the model and the images.</summary>
    public required ModelSource Source { get; init; }

    /// <summary>Name of the dataset.</summary>
    public required string DatasetName { get; init; }

    /// <summary>Content hash and selection of the evaluation images.</summary>
    public required string Images { get; init; }

    /// <summary>First eight hex digits of the hash over the evaluation images and their labels: tells apart what goes by one name.</summary>
    public string DatasetDigest => Images.Length > 8 ? Images[..8] : Images;

    /// <summary>Number of evaluation images, those that do not decode included.</summary>
    public required int ImageCount { get; init; }

    /// <summary>Content hash and selection of the calibration images.</summary>
    public required string Calibration { get; init; }

    /// <summary>Preprocessing of both, its version included, and the label offset.</summary>
    public required string Input { get; init; }

    /// <summary>ONNX Runtime version, provider and optimization level.</summary>
    public required string Runtime { get; init; }

    /// <summary>The stated accuracy for this dataset, or null.</summary>
    public BaselineGate? Gate { get; init; }

    /// <summary>Key of the profile.</summary>
    public string ProfileKey => Digest("profile");

    /// <summary>Key of one cell.</summary>
    /// <param name="method">The method.</param>
    /// <param name="scheme">The scheme.</param>
    /// <param name="confidence">Width at which it stops; null for all images.</param>
    public string CellKey(IEqualizationMethod method, QuantizationScheme scheme, double? confidence = null) => Digest(
        $"cell\n{method.Name}@{method.Version}\n{scheme.Canonical}{(confidence is { } points ? string.Create(CultureInfo.InvariantCulture, $"\nconfidence={points:r}") : "")}");

    private string Digest(string what) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{what}\n{Source.ModelSha256}\n{Images}\n{Calibration}\n{Input}\n{Runtime}\nnumerics={NumericsVersion.Current}\nskip={Source.SkipBadImages}")));
}
