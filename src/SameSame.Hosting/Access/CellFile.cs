using System.Security.Cryptography;
using SameSame.Contracts.Recipes;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;

namespace SameSame.Hosting.Access;

/// <summary>The quantized network of a measured cell, rebuilt from its recipe where the model's file is.</summary>
public static class CellFile
{
    /// <summary>The file's bytes, the same that were measured.</summary>
    /// <exception cref="SpecException">The cell does not name its recipe, or what was rebuilt has another hash.</exception>
    public static async Task<byte[]> ReadAsync(
        IGrainFactory grains, SweepSpec spec, CellResult cell, CancellationToken cancellation)
    {
        var recipe = CellRecipe.Of(spec, cell)
            ?? throw new SpecException(
                $"{cell.Model} {cell.Method}: an earlier version measured it and did not note its recipe; 'sweep run --force' measures again");
        var (measurement, grain) = (cell.Measurement!, grains.GetGrain<ICellRecipeGrain>(cell.Measurement!.Key));
        var bytes = await Download.ReadAsync(offset => grain.ReadModelAsync(recipe, offset), cancellation).ConfigureAwait(false);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return hash == measurement.ExportSha256
            ? bytes
            : throw new SpecException(
                $"{cell.Model} {cell.Method}: the rebuilt network has SHA-256 {hash[..16]}..., the measured one had {measurement.ExportSha256?[..16]}...: another version of SameSame measured it; 'sweep run --force' measures again");
    }

    /// <summary>A name that says what the file is, of characters that every file system takes.</summary>
    public static string NameOf(LeaderboardRow row)
    {
        // What cells seldom differ in shows only where it is no default.
        var rest = string.Concat(new[] { row.Calibrator, row.BiasCorrection }
            .Where(p => p is not ("minmax" or "none")).Select(p => $"-{p}"));
        var name = $"{row.Model}-w{row.WeightBits}a{row.ActivationBits}-{row.Granularity}-{row.Method}{rest}";
        return string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')) + ".onnx";
    }
}
