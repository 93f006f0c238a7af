namespace SameSame.Quantization.Equalization;

/// <summary>The factors a method found for a network.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Factors">One positive factor a channel class; class 0 is pinned to 1.</param>
/// <param name="Rounds">How many sweeps over the groups it took.</param>
public sealed record Factorization(string Method, double[] Factors, int Rounds);
