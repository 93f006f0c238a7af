using SameSame.Client.Sweeps;
using SameSame.Contracts.Results;
using SameSame.Hosting.Access;

namespace SameSame.Client.Plans;

/// <summary>What is stored of a model: results that a sweep would reuse, and how fast its cells were.</summary>
/// <param name="grains">Reaches the store; null where there is none yet.</param>
/// <param name="provider">Execution provider whose speeds count.</param>
internal sealed class EarlierResults(IGrainFactory? grains, string provider)
{
    // Enough to know a speed by.
    private const int Asked = 64;

    /// <summary>The results there are under these keys.</summary>
    public async Task<CellMeasurement[]> FindAsync(string modelSha256, string[] keys, CancellationToken cancellation) =>
        grains is null ? [] : await Patience.CallAsync(() => grains.GetGrain<IResultsGrain>(modelSha256).FindAsync(keys),
            cancellation).ConfigureAwait(false);

    /// <summary>
    /// The speed of the cells found, or of others of the same file, whatever they were measured on; null where there are none.
    /// </summary>
    public async Task<MeasuredSpeed?> SpeedAsync(string model, string modelSha256, IReadOnlyList<CellMeasurement> found,
        CancellationToken cancellation)
    {
        if (Speed(found) is { } known)
            return known;
        if (grains is null)
            return null;
        var board = await Patience.CallAsync(() => grains.GetGrain<ILeaderboardGrain>(ILeaderboardGrain.PartitionOf(model))
            .ListAsync(), cancellation).ConfigureAwait(false);
        string[] keys = [.. board.Where(r => r.Model == model).Select(r => r.Key).Take(Asked)];
        return keys.Length == 0 ? null : Speed(await FindAsync(modelSha256, keys, cancellation).ConfigureAwait(false));
    }

    private MeasuredSpeed? Speed(IReadOnlyList<CellMeasurement> cells)
    {
        var timed = cells.Where(c => c.Provider == provider && c is { Images: > 0, Seconds: > 0 }).ToList();
        return timed.Count == 0 ? null : new MeasuredSpeed(timed.Sum(c => c.Images) / timed.Sum(c => c.Seconds), timed.Count);
    }
}
