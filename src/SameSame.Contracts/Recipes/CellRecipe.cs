using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;
using SameSame.Quantization.Schemes;

namespace SameSame.Contracts.Recipes;

/// <summary>All that a measured cell's network is made from again: the model's file, and what was found about it, by hash.</summary>
[GenerateSerializer, Immutable, Alias("samesame.cell-recipe")]
public sealed record CellRecipe
{
    /// <summary>The model, and the dataset whose resize its preprocessing follows.</summary>
    [Id(0)] public required ModelSource Source { get; init; }

    /// <summary>The scheme.</summary>
    [Id(1)] public required QuantizationScheme Scheme { get; init; }

    /// <summary>Artifact: the factors.</summary>
    [Id(2)] public required string Factors { get; init; }

    /// <summary>Artifact: calibration statistics.</summary>
    [Id(3)] public required string Statistics { get; init; }

    /// <summary>Artifact: what empirical correction added to the biases; null where nothing did.</summary>
    [Id(4)] public string? BiasShifts { get; init; }

    /// <summary>The recipe of a cell; null where its measurement does not name its artifacts, as those of earlier versions do not.</summary>
    public static CellRecipe? Of(SweepSpec spec, CellResult cell) => cell.Measurement is not { Factors: { } factors, Statistics: { } statistics } measurement ? null : new CellRecipe
    {
        Source = new ModelSource
        {
            Zoo = spec.Zoo,
            Model = cell.Model,
            ModelSha256 = cell.ModelSha256,
            Dataset = spec.Dataset,
            Images = spec.Images,
            CalibrationImages = spec.CalibrationImages,
            SkipBadImages = spec.SkipBadImages,
        },
        Scheme = cell.Scheme,
        Factors = factors,
        Statistics = statistics,
        BiasShifts = measurement.BiasShifts,
    };
}
