using SameSame.Contracts.Results;
using SameSame.Contracts.Work;

namespace SameSame.Contracts.Sweeps;

/// <summary>One model of one sweep; key: <c>sweep/model</c>. Owns the ledger of that model's cells.</summary>
[Alias("samesame.IModelSweepGrain")]
public interface IModelSweepGrain : IGrainWithStringKey, IWorkOwner
{
    /// <summary>Starts or continues, and says how far it is; a new generation of the sweep starts over.</summary>
    [Alias("StartAsync")] Task<ModelProgress> StartAsync(ModelSweepStart start);

    /// <summary>Announces nothing more until it is started again; what its devices still finish is kept.</summary>
    [Alias("StopAsync")] Task<ModelProgress> StopAsync();

    /// <summary>How far it is, from what is stored; starts nothing.</summary>
    [Alias("LookAsync")] Task<ModelProgress> LookAsync(ModelSweepStart start);

    /// <summary>The cells, in the order of the spec; starts nothing.</summary>
    [Alias("GetCellsAsync")] Task<CellResult[]> GetCellsAsync(ModelSweepStart start);

    /// <summary>Forgets the ledger; results stay.</summary>
    [Alias("RemoveAsync")] Task RemoveAsync();
}

/// <summary>What a coordinator hands to the grain of one model.</summary>
/// <param name="SweepId">The sweep.</param>
/// <param name="Generation">Counts the sweep's runs.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Spec">The sweep's spec.</param>
/// <param name="Retry">Counts the retries of failed cells within this generation.</param>
[GenerateSerializer, Immutable, Alias("samesame.model-sweep-start")]
public sealed record ModelSweepStart(
    [property: Id(0)] string SweepId, [property: Id(1)] int Generation, [property: Id(2)] string Model, [property: Id(3)] SweepSpec Spec, [property: Id(4)] int Retry);

/// <summary>How far one model is.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Generation">The sweep's run it speaks of.</param>
/// <param name="Retry">The retry it speaks of.</param>
/// <param name="Counts">Cells by state.</param>
/// <param name="Finished">Whether all of it is through and stored.</param>
/// <param name="News">Cells that ended since it last said so.</param>
/// <param name="Partial">Whether what devices have measured is not counted yet, because the model's files are still being read.</param>
/// <param name="Searches">Searches that its cells wait for.</param>
[GenerateSerializer, Immutable, Alias("samesame.model-progress")]
public sealed record ModelProgress(
    [property: Id(0)] string Model,
    [property: Id(1)] int Generation,
    [property: Id(2)] int Retry,
    [property: Id(3)] CellCounts Counts,
    [property: Id(4)] bool Finished,
    [property: Id(5)] EndedCell[] News,
    [property: Id(6)] bool Partial = false,
    [property: Id(7)] SearchProgress[]? Searches = null);

/// <summary>A cell that ended.</summary>
/// <param name="What">Bits and method.</param>
/// <param name="Status">How.</param>
/// <param name="Error">Why, where it failed.</param>
[GenerateSerializer, Immutable, Alias("samesame.ended-cell")]
public sealed record EndedCell([property: Id(0)] string What, [property: Id(1)] CellStatus Status, [property: Id(2)] string? Error);
