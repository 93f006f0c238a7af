using System.Security.Cryptography;
using SameSame.Contracts.Artifacts;
using SameSame.Contracts.Recipes;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Access;

namespace SameSame.Client.Sweeps;

/// <summary>A measured cell and the artifacts that it is made from again.</summary>
/// <param name="Spec">The sweep's spec.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Factors">The factors, as stored.</param>
/// <param name="Statistics">The calibration statistics, as stored.</param>
/// <param name="BiasShifts">What empirical correction added to the biases; null where nothing did.</param>
internal sealed record CellInputs(SweepSpec Spec, CellResult Cell, byte[] Factors, byte[] Statistics, byte[]? BiasShifts)
{
    /// <summary>Finds a cell by how its key begins, in the newest sweep that has it, and brings its artifacts.</summary>
    /// <exception cref="SpecException">No sweep has such a cell, or its recipe was not noted.</exception>
    public static async Task<CellInputs> FindAsync(IGrainFactory grains, string key, CancellationToken cancellation)
    {
        var directory = grains.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key);
        var sweeps = await Patience.CallAsync(directory.ListAsync, cancellation).ConfigureAwait(false);
        foreach (var sweep in sweeps.Reverse())
        {
            var (_, cells) = await SweepCells.ReadAsync(grains, sweep.Id, cancellation).ConfigureAwait(false);
            if (cells.Find(c => c.Measurement?.Key.StartsWith(key, StringComparison.OrdinalIgnoreCase) == true) is not { } cell)
                continue;
            var spec = await Patience.CallAsync(grains.GetGrain<ISweepGrain>(sweep.Id).GetSpecAsync, cancellation).ConfigureAwait(false) ?? throw SweepCells.Missing(sweep.Id);
            var recipe = CellRecipe.Of(spec, cell)
                ?? throw new SpecException($"{cell.Model} {cell.Method}: an earlier version measured it and did not note its recipe; 'sweep run --force' measures again");
            var shifts = recipe.BiasShifts is { } artifact ? await GetAsync(grains, artifact, cancellation).ConfigureAwait(false) : null;
            return new CellInputs(
                spec, cell, await GetAsync(grains, recipe.Factors, cancellation).ConfigureAwait(false), await GetAsync(grains, recipe.Statistics, cancellation).ConfigureAwait(false), shifts);
        }

        throw new SpecException($"no measured cell's key begins with '{key}'; a sweep's JSON ('sweep run --json FILE') and 'leaderboard --format json' name them");
    }

    private static async Task<byte[]> GetAsync(IGrainFactory grains, string hash, CancellationToken cancellation)
    {
        var grain = grains.GetGrain<IArtifactGrain>(hash);
        var bytes = await Download.ReadAsync(async offset => await grain.ReadAsync(offset).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == hash ? bytes : throw new SpecException($"artifact {hash}: what arrived does not have that hash; run the command again");
    }
}
