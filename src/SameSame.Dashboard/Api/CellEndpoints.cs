using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SameSame.Contracts.Artifacts;
using SameSame.Dashboard.Data;
using SameSame.Dashboard.Security;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Access;
using SameSame.Reporting.Comparison;

namespace SameSame.Dashboard.Api;

/// <summary>Files of measured cells, artifacts, comparisons, the cluster.</summary>
internal static class CellEndpoints
{
    // What a comparison lists of each kind; its counts are of all.
    private const int MostCompared = 1000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/cells/{key}/network", NetworkAsync).RequireRateLimiting(RateLimits.Heavy)
            .WithSummary("The quantized (QDQ) network of a measured cell, byte for byte.")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream");
        api.MapGet("/artifacts/{sha256}", ArtifactAsync).RequireRateLimiting(RateLimits.Heavy)
            .WithSummary("Factors, statistics or logits by their hash.")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream");
        api.MapGet("/compare", CompareAsync).RequireRateLimiting(RateLimits.Heavy)
            .WithSummary("Two sweeps or two models, cell by cell over the same images.");
        api.MapGet("/cluster", ClusterAsync).WithSummary("Silos, devices, queues.");
    }

    private static async Task<IResult> NetworkAsync(string key, CellStore cells, ClusterAccess cluster, CancellationToken stop)
    {
        var cell = await cells.FindAsync(key, stop).ConfigureAwait(false);
        var bytes = await CellFile.ReadAsync(
            cluster.Grains, await cells.SpecAsync(cell, stop).ConfigureAwait(false), cell.Result, stop).ConfigureAwait(false);
        return TypedResults.File(bytes, "application/octet-stream", CellFile.NameOf(cell.Row));
    }

    private static async Task<IResult> ArtifactAsync(string sha256, ClusterAccess cluster, CancellationToken stop)
    {
        if (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower))
            throw new SpecException(
                $"artifact '{(sha256.Length > 64 ? sha256[..64] : sha256)}': expected 64 lower-case hex digits");
        var grain = cluster.Grains.GetGrain<IArtifactGrain>(sha256);
        try
        {
            var bytes = await Download.ReadAsync(
                async offset => await grain.ReadAsync(offset).ConfigureAwait(false), stop).ConfigureAwait(false);
            return TypedResults.File(bytes, "application/octet-stream", $"{sha256[..12]}.bin");
        }
        catch (SpecException)
        {
            // The store says where it looked; that is nobody else's business.
            throw new MissingException($"there is no artifact {sha256}");
        }
    }

    private static async Task<IResult> CompareAsync(
        string a, string b, BoardStore board, ClusterAccess cluster, CancellationToken stop)
    {
        var view = await board.GetAsync(stop).ConfigureAwait(false);
        var comparison = await ComparedSides.CompareAsync(
            cluster.Grains, a, b, stop, [.. view.Rows(history: true)]).ConfigureAwait(false);
        return TypedResults.Ok(ComparisonJson.Of(comparison, MostCompared));
    }

    private static async Task<IResult> ClusterAsync(FleetStore fleet, CancellationToken stop) =>
        TypedResults.Ok(await fleet.GetAsync(stop).ConfigureAwait(false));
}
