namespace SameSame.Contracts.Results;

/// <summary>The only writer of a model's results; key: the model's SHA-256. Results lie in pages, of which only the newest is rewritten.</summary>
[Alias("samesame.IResultsGrain")]
public interface IResultsGrain : IGrainWithStringKey
{
    /// <summary>Stores a measurement and returns the one that counts: the first under its key, unless a later sweep forced it. Durable on return.</summary>
    [Alias("RecordAsync")] Task<CellMeasurement> RecordAsync(CellMeasurement measurement);

    /// <summary>The measurements there are for these keys.</summary>
    [Alias("FindAsync")] Task<CellMeasurement[]> FindAsync(string[] keys);
}
