using SameSame.Contracts.Results;
using SameSame.Evaluation.Configuration;

namespace SameSame.Client.Sweeps;

/// <summary>Which measured cell of a sweep somebody means; null leaves a field open.</summary>
/// <param name="Key">How its key begins.</param>
/// <param name="Model">Its model.</param>
/// <param name="Method">Its method.</param>
/// <param name="Bits">Its bits, weights/activations.</param>
internal sealed record CellChoice(string? Key, string? Model, string? Method, string? Bits)
{
    private const int Listed = 5;

    /// <summary>The one cell that fits.</summary>
    /// <exception cref="SpecException">None does, or several do; the message lists them by key.</exception>
    public CellResult Pick(string sweep, IEnumerable<CellResult> cells)
    {
        var found = cells.Where(Fits).ToList();
        return found switch
        {
            [var one] => one,
            [] => throw new SpecException($"sweep {sweep}: no measured cell fits; 'samesame sweep status {sweep}' shows what there is"),
            _ => throw new SpecException($"sweep {sweep}: {found.Count} cells fit: {string.Join(", ", found.Take(Listed).Select(Describe))}{(found.Count > Listed ? ", ..." : "")}; name one with --cell"),
        };
    }

    private bool Fits(CellResult cell) =>
        cell.Measurement is { } measurement && (Key is null || measurement.Key.StartsWith(Key, StringComparison.OrdinalIgnoreCase))
        && (Model is null || cell.Model == Model) && (Method is null || cell.Method == Method) && (Bits is null || cell.Scheme.Bits.ToString() == Bits);

    private static string Describe(CellResult cell) => $"{cell.Measurement!.Key[..12]} ({cell.Model} {cell.Method} {cell.Scheme.Canonical})";
}
