using SameSame.Contracts.Results;
using SameSame.Contracts.Work;

namespace SameSame.Contracts.Sweeps;

/// <summary>One model of one sweep; key: <c>sweep/model</c>. Owns the ledger of that model's cells.</summary>
[Alias("samesame.IModelSweepGrain")]
public interface IModelSweepGrain : IGrainWithStringKey, IWorkOwner
{
    /// <summary>Starts or continues; a new generation of the sweep starts over.</summary>
    [Alias("StartAsync")] Task StartAsync(ModelSweepStart start);

    /// <summary>Counts by state.</summary>
    [Alias("GetCountsAsync")] Task<CellCounts> GetCountsAsync();

    /// <summary>The cells, in the order of the spec.</summary>
    [Alias("GetCellsAsync")] Task<CellResult[]> GetCellsAsync();
}

/// <summary>What a coordinator hands to the grain of one model.</summary>
/// <param name="SweepId">The sweep.</param>
/// <param name="Generation">Counts the sweep's runs.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Spec">The sweep's spec.</param>
[GenerateSerializer, Alias("samesame.model-sweep-start")]
public sealed record ModelSweepStart([property: Id(0)] string SweepId, [property: Id(1)] int Generation, [property: Id(2)] string Model, [property: Id(3)] SweepSpec Spec);
