using SameSame.Contracts.Results;
using SameSame.Quantization.Schemes;
using SameSame.Reporting;

namespace SameSame.Dashboard.Api;

/// <summary>A cell of a sweep.</summary>
/// <param name="Model">Its model.</param>
/// <param name="Method">Its method.</param>
/// <param name="WeightBits">Weight bits.</param>
/// <param name="ActivationBits">Activation bits.</param>
/// <param name="Granularity">Number of weight scales, by name.</param>
/// <param name="Calibrator">Rule of activation ranges.</param>
/// <param name="BiasCorrection">What is done to biases.</param>
/// <param name="Status"><c>pending</c>, <c>completed</c>, <c>reused</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Error">Why it failed; null where it has not.</param>
/// <param name="Result">What was measured; null where nothing was. Its dataset is the sweep's.</param>
public sealed record CellItem(
    string Model, string Method, int WeightBits, int ActivationBits, string Granularity, string Calibrator, string BiasCorrection,
    string Status, string? Error, RowRecord? Result)
{
    internal static CellItem Of(
        CellResult c, IReadOnlyDictionary<(string, string), LeaderboardRow> rows, Verdicts verdicts, PublicText text) => new(
        c.Model, c.Method, c.Scheme.Bits.Weights, c.Scheme.Bits.Activations, c.Scheme.Granularity.Name(), c.Scheme.Calibrator,
        c.Scheme.BiasTreatment,
        c.Status.ToString().ToLowerInvariant(), c.Error is { } e ? text.Of(e) : null,
        c.Measurement is { } m && rows.TryGetValue((c.Model, m.Key), out var row) ? RowRecord.Of(row, verdicts) : null);
}
