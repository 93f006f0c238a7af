using System.Globalization;
using SameSame.Client.Files;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Access;
using SameSame.Reporting;

namespace SameSame.Client.Sweeps;

/// <summary>Writes the networks that win a sweep into a folder, with a manifest that says what each of them is.</summary>
/// <param name="console">Says what is written.</param>
/// <param name="query">Which rows win.</param>
internal sealed class WinnersExport(ClientConsole console, BoardQuery query)
{
    /// <summary>The name of the manifest in the folder.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>Writes all winners; the manifest comes last, so that a folder that has one is whole.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="SpecException">No cell fits.</exception>
    public async Task<int> WriteAsync(
        IGrainFactory grains, SweepSpec spec, string sweep, IReadOnlyCollection<CellResult> cells, string folder,
        CancellationToken cancellation)
    {
        var verdicts = SweepRows.Judge(cells);
        var winners = query.Apply(SweepRows.Of(cells), verdicts).Where(r => verdicts.Implausible(r) is null).ToList();
        if (winners.Count == 0)
            throw new SpecException($"sweep {sweep}: no measured cell fits; 'samesame sweep status {sweep}' shows what there is");
        var byKey = cells.Where(c => c.Measurement is not null).DistinctBy(c => c.Measurement!.Key)
            .ToDictionary(c => c.Measurement!.Key);
        var written = new List<object>();
        foreach (var row in winners)
        {
            var bytes = await CellFile.ReadAsync(grains, spec, byKey[row.Key], cancellation).ConfigureAwait(false);
            var name = CellFile.NameOf(row);
            await OutputFile.WriteAsync(Path.Combine(folder, name), bytes, cancellation).ConfigureAwait(false);
            written.Add(new { File = name, Cell = RowRecord.Of(row, verdicts) });
            console.Say(string.Create(CultureInfo.InvariantCulture,
                $"{name}: top-1 {row.Top1:0.00} %, cost {row.Degradation:0.00}, 95 % {row.DegradationLow:0.00} .. {row.DegradationHigh:0.00}"));
        }

        var manifest = ResultJson.Of(new { Sweep = sweep, spec.Dataset, Networks = written });
        await OutputFile.WriteAsync(Path.Combine(folder, Manifest), manifest, cancellation).ConfigureAwait(false);
        return Missing(cells, winners, sweep);
    }

    // A model that no configuration of fits is what somebody who ships a fleet has to know.
    private int Missing(IEnumerable<CellResult> cells, IEnumerable<LeaderboardRow> winners, string sweep)
    {
        var missing = cells.Select(c => c.Model).Distinct().Except(winners.Select(r => r.Model)).ToList();
        foreach (var model in missing)
            console.Say($"nothing of {model} fits; 'samesame sweep status {sweep}' shows its cells");
        return missing.Count == 0 ? ExitCodes.Done : ExitCodes.SomeFailed;
    }
}
