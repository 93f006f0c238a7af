using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Statistics;

namespace SameSame.Quantization.Schemes;

/// <summary>How numbers are quantized in one cell. Two equal schemes quantize a network alike.</summary>
/// <param name="Bits">Weight and activation bits.</param>
/// <param name="Granularity">One weight scale a layer, or one an output channel.</param>
/// <param name="Calibrator">Name of the rule that turns calibration statistics into an activation range.</param>
/// <param name="BiasCorrection">Name of the bias correction that runs after rounding.</param>
public sealed record QuantizationScheme(
    BitWidths Bits,
    Granularity Granularity = Granularity.PerTensor,
    string Calibrator = "minmax",
    string BiasCorrection = "none")
{
    /// <summary>Whether high biases move into the next layer where that can be done: see <see cref="BiasCorrection.HighBias"/>. Exact on calibration images only.</summary>
    public bool AbsorbBiases { get; init; }

    /// <summary>A stable text that identifies the scheme; part of a cell's key. What came later shows only where it is used, so that older keys stay.</summary>
    public string Canonical => $"w{Bits.Weights}a{Bits.Activations};{Granularity.Name()};{Calibrator};{BiasCorrection}{(AbsorbBiases ? ";absorb" : "")}";

    /// <summary>What quantizing with it reads of the calibration statistics.</summary>
    public Kept Needs => Calibrators.Get(Calibrator).Needs | BiasCorrections.Needs(BiasCorrection);

    /// <summary>For people: all that is done to biases.</summary>
    public string BiasTreatment => !AbsorbBiases ? BiasCorrection : BiasCorrection == "none" ? "absorb" : $"absorb+{BiasCorrection}";
}
