using System.Globalization;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Quantization;
using SameSame.Reporting;
using SameSame.Reporting.Comparison;

namespace SameSame.Hosting.Access;

/// <summary>Reads what a comparison compares: two sweeps by their ids, or two models by their names on the leaderboard.</summary>
public static class ComparedSides
{
    /// <summary>The comparison of two sweeps or two models.</summary>
    /// <exception cref="SpecException">A name is neither, or the two are not of one kind.</exception>
    public static async Task<SideComparison> CompareAsync(
        IGrainFactory grains, string a, string b, CancellationToken cancellation, IReadOnlyList<LeaderboardRow>? board = null)
    {
        var listed = await Patience.CallAsync(
            () => grains.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key).ListAsync(), cancellation)
            .ConfigureAwait(false);
        var sweeps = listed.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        board ??= await Board.ReadAsync(grains, cancellation).ConfigureAwait(false);
        if (sweeps.Contains(a) != sweeps.Contains(b) && board.Any(r => r.Model == a || r.Model == b))
            throw new SpecException($"'{a}' and '{b}': compare two sweeps or two models, not one with the other");
        if (sweeps.Contains(a) && sweeps.Contains(b))
            return SideComparison.Of(
                await SweepAsync(grains, a, board, cancellation).ConfigureAwait(false),
                await SweepAsync(grains, b, board, cancellation).ConfigureAwait(false), acrossModels: false);
        return SideComparison.Of(
            await ModelAsync(grains, a, board, sweeps, cancellation).ConfigureAwait(false),
            await ModelAsync(grains, b, board, sweeps, cancellation).ConfigureAwait(false), acrossModels: true);
    }

    private static async Task<ComparedSide> SweepAsync(
        IGrainFactory grains, string id, IReadOnlyList<LeaderboardRow> board, CancellationToken cancellation)
    {
        var (_, cells) = await SweepCells.ReadAsync(grains, id, cancellation).ConfigureAwait(false);
        var spec = await Patience.CallAsync(grains.GetGrain<ISweepGrain>(id).GetSpecAsync, cancellation).ConfigureAwait(false)
            ?? throw SweepCells.Missing(id);
        // Of sweeps that an earlier version began, the leaderboard may know which images their names stood for.
        var published = board.DistinctBy(r => r.Key).ToDictionary(r => r.Key, StringComparer.Ordinal);
        var rows = SweepRows.Of(cells)
            .Select(r => r.DatasetDigest.Length == 0 && published.TryGetValue(r.Key, out var p)
                ? r with { Dataset = p.Dataset, DatasetDigest = p.DatasetDigest }
                : r)
            .ToList();
        return Side(id, rows, cells.Select(c => c.Measurement).OfType<CellMeasurement>(), new Dictionary<string, string>
        {
            ["zoo"] = spec.Zoo,
            ["dataset"] = spec.Dataset,
            ["models"] = spec.Models,
            ["methods"] = string.Join(", ", spec.Methods),
            ["schemes"] = string.Join(", ", spec.Schemes.Select(s => s.Canonical)),
            ["images"] = spec.Images?.ToString(CultureInfo.InvariantCulture) ?? "all",
            ["calibrationImages"] = spec.CalibrationImages.ToString(CultureInfo.InvariantCulture),
            ["confidence"] = spec.Confidence?.ToString(CultureInfo.InvariantCulture) ?? "",
            ["device"] = spec.Device,
            ["files of zoo and dataset"] = spec.Contents ?? "",
        });
    }

    private static async Task<ComparedSide> ModelAsync(
        IGrainFactory grains, string name, IReadOnlyList<LeaderboardRow> board, IEnumerable<string> sweeps,
        CancellationToken cancellation)
    {
        var rows = Ranking.Current(board.Where(r => r.Model == name));
        if (rows.Count == 0)
            throw new MissingException(
                Suggestion.Unknown("sweep or model", name, board.Select(r => r.Model).Distinct().Concat(sweeps)));
        var measurements = await Board.MeasurementsAsync(grains, rows, cancellation).ConfigureAwait(false);
        var side = Side(name, rows, measurements.Values, []);
        return side with { Settings = side.Settings.Where(s => s.Key != $"file of {name}").ToDictionary(StringComparer.Ordinal) };
    }

    private static ComparedSide Side(
        string name, IReadOnlyList<LeaderboardRow> rows, IEnumerable<CellMeasurement> measurements,
        Dictionary<string, string> settings)
    {
        var byKey = measurements.DistinctBy(m => m.Key).ToDictionary(m => m.Key, StringComparer.Ordinal);
        settings["images of the dataset"] = Joined(rows.Select(r => r.DatasetDigest));
        settings["ONNX Runtime"] = Joined(byKey.Values.Select(m => m.OnnxRuntime));
        settings["execution provider"] = Joined(byKey.Values.Select(m => m.Provider));
        settings["processor and optimization"] = Joined(byKey.Values.Select(m => m.Environment));
        foreach (var model in rows.GroupBy(r => r.Model))
            settings[$"file of {model.Key}"] = Joined(
                model.Select(r => r.ModelSha256.Length > 12 ? r.ModelSha256[..12] : r.ModelSha256));
        return new ComparedSide(name, rows, byKey, settings);
    }

    private static string Joined(IEnumerable<string> texts) =>
        string.Join(", ", texts.Where(t => t.Length > 0).Distinct().Order(StringComparer.Ordinal));
}
