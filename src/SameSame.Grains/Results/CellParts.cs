using SameSame.Contracts.Results;

namespace SameSame.Grains.Results;

/// <summary>The stored parts of cells that were measured in parts, by cell; a part's key is its cell's, a slash and its range.</summary>
internal sealed class CellParts
{
    private readonly Dictionary<string, Dictionary<string, CellMeasurement>> _cells = new(StringComparer.Ordinal);

    /// <summary>Key of the cell a measurement is part of; null for a whole one.</summary>
    public string? CellOf(CellMeasurement measurement) => measurement.Range is null ? null : measurement.Key[..measurement.Key.LastIndexOf('/')];

    /// <summary>Remembers a part.</summary>
    public void Keep(CellMeasurement measurement)
    {
        if (CellOf(measurement) is not { } cell)
            return;
        if (!_cells.TryGetValue(cell, out var parts))
            _cells[cell] = parts = new Dictionary<string, CellMeasurement>(StringComparer.Ordinal);
        parts[measurement.Key] = measurement;
    }

    /// <summary>The parts of a cell.</summary>
    public IEnumerable<CellMeasurement> Of(string cell) => _cells.TryGetValue(cell, out var parts) ? parts.Values : [];

    /// <summary>The cells that are whole with what is about to be stored, or have been without anybody storing them.</summary>
    public IReadOnlyList<CellMeasurement> Complete(IEnumerable<CellMeasurement> arriving) =>
    [
        .. arriving.Where(m => m.Range is not null).GroupBy(m => CellOf(m)!)
            .Select(g => CellFigures.Join(g.Key, Of(g.Key).Where(stored => g.All(m => m.Key != stored.Key)).Concat(g)))
            .OfType<CellMeasurement>(),
    ];
}
