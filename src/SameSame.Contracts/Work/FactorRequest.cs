using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;

namespace SameSame.Contracts.Work;

/// <summary>Factors that a profile is asked for.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Scheme">The scheme they are for; null where the method makes the same for all.</param>
[GenerateSerializer, Alias("samesame.factor-request")]
public sealed record FactorRequest([property: Id(0)] string Method, [property: Id(1)] QuantizationScheme? Scheme)
{
    /// <summary>Names these factors within a model.</summary>
    public string Key => Scheme is null ? Method : $"{Method} {Scheme.Canonical}";

    /// <summary>The factors that a cell needs.</summary>
    public static FactorRequest For(string method, QuantizationScheme scheme) => new(method, EqualizationMethods.Get(method).DependsOnScheme ? scheme : null);
}
