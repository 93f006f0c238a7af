namespace SameSame.Quantization.Equalization;

/// <summary>The factors a method found for a network, and the ranges it chose with them.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Factors">One positive factor a channel class; class 0 is pinned to 1.</param>
/// <param name="Rounds">How many sweeps over the groups it took, or how many candidates were measured.</param>
public sealed record Factorization(string Method, double[] Factors, int Rounds)
{
    /// <summary>For people: where a search's factors come from; null for closed forms.</summary>
    public string? Origin { get; init; }

    /// <summary>Per activation tensor, the share of the calibrator's range that is covered; tensors that are not listed keep the whole.</summary>
    public IReadOnlyDictionary<string, double>? ActivationHeadroom { get; init; }

    /// <summary>The calibrator that chooses the weights' ranges, where it is not the scheme's.</summary>
    public string? WeightCalibrator { get; init; }

    /// <summary>Per layer, by <see cref="EqualizationLayer.Name"/>, the share of the calibrator's weight range that is covered; layers that are not listed keep the whole.</summary>
    public IReadOnlyDictionary<string, double>? WeightHeadroom { get; init; }
}
