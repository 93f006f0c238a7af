using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Access;

namespace SameSame.Dashboard.Data;

/// <summary>Finds measured cells by their keys.</summary>
internal sealed class CellStore(BoardStore board, SweepStore sweeps, ClusterAccess cluster)
{
    /// <summary>The row and the measurement behind a key.</summary>
    /// <exception cref="SpecException">The leaderboard has no such row, or its measurement cannot be found.</exception>
    public async Task<FoundCell> FindAsync(string key, CancellationToken cancellation)
    {
        var view = await board.GetAsync(cancellation).ConfigureAwait(false);
        var row = view.Rows(history: true).FirstOrDefault(r => r.Key == key)
            ?? throw new MissingException($"no measured cell has the key '{(key.Length > 64 ? key[..64] : key)}'");
        var found = await Board.MeasurementsAsync(cluster.Grains, [row], cancellation).ConfigureAwait(false);
        var measurement = found.GetValueOrDefault(key)
            ?? throw new SpecException(
                $"{row.Model} {row.Method}: an earlier version measured it and did not note the model's file; 'sweep run --force' measures again");
        return new FoundCell(row, new CellResult
        {
            Model = row.Model,
            ModelSha256 = row.ModelSha256,
            Method = row.Method,
            Scheme = row.Scheme,
            Status = CellStatus.Completed,
            Measurement = measurement,
        });
    }

    /// <summary>The spec of the sweep that a cell was measured for: where its model and its images are.</summary>
    /// <exception cref="SpecException">The sweep's records were deleted.</exception>
    public async Task<SweepSpec> SpecAsync(FoundCell cell, CancellationToken cancellation)
    {
        try
        {
            return await sweeps.SpecAsync(cell.Row.Sweep, cancellation).ConfigureAwait(false);
        }
        catch (SpecException)
        {
            throw new SpecException(
                $"{cell.Row.Model} {cell.Row.Method}: the sweep {cell.Row.Sweep}, which knows where the model is, was deleted; a sweep that measures it again brings it back");
        }
    }
}

/// <summary>A measured cell.</summary>
/// <param name="Row">Its row on the leaderboard.</param>
/// <param name="Result">What was measured.</param>
internal sealed record FoundCell(LeaderboardRow Row, CellResult Result);
