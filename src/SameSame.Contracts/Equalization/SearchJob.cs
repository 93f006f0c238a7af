using SameSame.Contracts.Work;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Search;

namespace SameSame.Contracts.Equalization;

/// <summary>One piece of a search: a candidate to measure, or a minimum of the noise model to find.</summary>
[GenerateSerializer, Alias("samesame.search-job")]
public sealed record SearchJob
{
    /// <summary>Model and images.</summary>
    [Id(0)] public required ModelSource Source { get; init; }

    /// <summary>Artifact: calibration statistics.</summary>
    [Id(1)] public required string Statistics { get; init; }

    /// <summary>The scheme that is searched for.</summary>
    [Id(2)] public required QuantizationScheme Scheme { get; init; }

    /// <summary>The candidate, a factorization in its stored form; null for a minimum.</summary>
    [Id(3)] public byte[]? Candidate { get; init; }

    /// <summary>The images it is measured on.</summary>
    [Id(4)] public CalibrationFold Fold { get; init; }

    /// <summary>Where to start looking for a minimum: factors, one a class.</summary>
    [Id(5)] public double[]? Start { get; init; }

    /// <summary>What activation noise counts there beside weight noise.</summary>
    [Id(6)] public double ActivationWeight { get; init; }
}

/// <summary>The answer to a <see cref="SearchJob"/>.</summary>
/// <param name="Decibels">The candidate's score.</param>
/// <param name="Factors">The minimum's factors.</param>
/// <param name="Silo">Where it was found.</param>
[GenerateSerializer, Alias("samesame.search-answer")]
public sealed record SearchAnswer([property: Id(0)] double Decibels, [property: Id(1)] double[]? Factors, [property: Id(2)] string Silo);
