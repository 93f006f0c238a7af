using SameSame.Quantization.Schemes;

namespace SameSame.Contracts.Surrogates;

/// <summary>The wire form of <see cref="QuantizationScheme"/>, which knows nothing of Orleans.</summary>
[GenerateSerializer, Alias("samesame.scheme")]
public struct QuantizationSchemeSurrogate
{
    /// <summary>Weight bits.</summary>
    [Id(0)] public int WeightBits;

    /// <summary>Activation bits.</summary>
    [Id(1)] public int ActivationBits;

    /// <summary>Number of weight scales.</summary>
    [Id(2)] public Granularity Granularity;

    /// <summary>Calibrator.</summary>
    [Id(3)] public string Calibrator;

    /// <summary>Bias correction.</summary>
    [Id(4)] public string BiasCorrection;

    /// <summary>Whether high biases are absorbed.</summary>
    [Id(5)] public bool AbsorbBiases;
}

/// <summary>Converts between the two.</summary>
[RegisterConverter]
public sealed class QuantizationSchemeConverter : IConverter<QuantizationScheme, QuantizationSchemeSurrogate>
{
    /// <inheritdoc/>
    public QuantizationScheme ConvertFromSurrogate(in QuantizationSchemeSurrogate s) =>
        new(new BitWidths(s.WeightBits, s.ActivationBits), s.Granularity, s.Calibrator, s.BiasCorrection) { AbsorbBiases = s.AbsorbBiases };

    /// <inheritdoc/>
    public QuantizationSchemeSurrogate ConvertToSurrogate(in QuantizationScheme v) => new()
    {
        WeightBits = v.Bits.Weights,
        ActivationBits = v.Bits.Activations,
        Granularity = v.Granularity,
        Calibrator = v.Calibrator,
        BiasCorrection = v.BiasCorrection,
        AbsorbBiases = v.AbsorbBiases,
    };
}
