namespace SameSame.Contracts.Results;

/// <summary>The only writer of a model's results; key: the model's SHA-256. Results lie in pages, of which only the newest is rewritten.</summary>
[Alias("samesame.IResultsGrain")]
public interface IResultsGrain : IGrainWithStringKey
{
    /// <summary>
    /// Stores measurements and returns, in their order, those that count: the first under its key, unless a later sweep forced it. For a part of a cell that is
    /// the whole cell, as soon as all its parts are there. Durable on return.
    /// </summary>
    [Alias("RecordAsync")] Task<CellMeasurement[]> RecordAsync(CellMeasurement[] measurements);

    /// <summary>The measurements there are for these keys.</summary>
    [Alias("FindAsync")] Task<CellMeasurement[]> FindAsync(string[] keys);

    /// <summary>The parts there are of these cells, whether or not the cells are whole.</summary>
    [Alias("FindPartsAsync")] Task<CellMeasurement[]> FindPartsAsync(string[] keys);
}
