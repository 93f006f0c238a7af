using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Quantization.Schemes;

namespace SameSame.Reporting;

/// <summary>The JSON that scripts read: <c>{"sweep": {...}, "results": [...]}</c>. Percentages are 0 to 100; figures of failed cells are null.</summary>
public static class ResultJson
{
    /// <summary>camelCase names; figures that are no numbers by their names.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>A finished or running sweep with its cells.</summary>
    public static string Sweep(SweepStatus status, SweepSpec spec, IEnumerable<CellResult> cells) => JsonSerializer.Serialize(
        new
        {
            Sweep = new
            {
                status.Id,
                spec.Name,
                State = status.State.ToString().ToLowerInvariant(),
                status.Models,
                Cells = status.Cells.Total,
                status.Cells.Completed,
                status.Cells.Reused,
                status.Cells.Failed,
            },
            Results = cells.Select(Record),
        }, Options);

    /// <summary>Leaderboard rows.</summary>
    /// <param name="rows">The rows, in their order.</param>
    /// <param name="verdicts">What is to be said of them.</param>
    public static string Leaderboard(IEnumerable<LeaderboardRow> rows, Verdicts verdicts) => Of(new { Results = rows.Select(r => RowRecord.Of(r, verdicts)) });

    /// <summary>Any small record, for commands that print one.</summary>
    public static string Of<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>One cell of a sweep, ready to be written.</summary>
    public static object Record(CellResult cell)
    {
        var m = cell.Measurement;
        return new
        {
            cell.Model,
            cell.ModelSha256,
            cell.Method,
            WeightBits = cell.Scheme.Bits.Weights,
            ActivationBits = cell.Scheme.Bits.Activations,
            Granularity = cell.Scheme.Granularity.Name(),
            cell.Scheme.Calibrator,
            cell.Scheme.BiasCorrection,
            cell.Scheme.AbsorbBiases,
            Status = cell.Status.ToString().ToLowerInvariant(),
            cell.Error,
            m?.Images,
            m?.SkippedImages,
            m?.SkippedCalibrationImages,
            m?.Fp32Top1,
            m?.Top1,
            m?.Top5,
            m?.Degradation,
            DegradationCi95 = m is null ? null : new[] { m.DegradationLow, m.DegradationHigh },
            m?.Agreement,
            SqnrDb = m is null || double.IsNaN(m.SqnrDb) ? (double?)null : m.SqnrDb,
            m?.Fp32Drift,
            m?.Device,
            m?.Provider,
            m?.OnnxRuntime,
            m?.Seconds,
            ImagesPerSecond = m is null || m.Seconds <= 0 ? (double?)null : m.Images / m.Seconds,
            m?.Environment,
            Nodes = m is null ? null : m.Nodes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => n.Split(':')).ToDictionary(n => n[0], n => int.Parse(n[1], CultureInfo.InvariantCulture)),
            m?.IntegerNodes,
            m?.FloatLayers,
            m?.Batch,
            m?.Confidence,
            m?.ClampedTensors,
            m?.WidenedChannels,
            m?.Factors,
            m?.FactorsFrom,
            m?.Statistics,
            m?.BiasShifts,
            m?.ExportSha256,
            Bytes = m is null || m.WeightBytes == 0 ? (long?)null : m.WeightBytes,
            m?.MeasuredAt,
            m?.Inexact,
            m?.AbsorbedChannels,
            m?.AbsorptionSkipped,
            m?.PredictedSqnrDb,
            m?.GateSqnrDb,
            m?.Implausible,
            m?.FloatWeights,
            m?.FloatInputs,
            m?.FloatParts,
            m?.Findings,
            m?.Key,
        };
    }
}
