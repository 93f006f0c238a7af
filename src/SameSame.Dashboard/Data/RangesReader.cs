using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Access;
using SameSame.Reporting;

namespace SameSame.Dashboard.Data;

/// <summary>What a cell's factors do to channel ranges.</summary>
internal sealed class RangesReader(CellStore cells, ClusterAccess cluster)
{
    /// <summary>The figure, or why there is none.</summary>
    public async Task<RangeFigure> ReadAsync(FoundCell cell, CancellationToken cancellation)
    {
        try
        {
            var spec = await cells.SpecAsync(cell, cancellation).ConfigureAwait(false);
            return await CellRanges.OneAsync(cluster.Grains, spec, cell.Result, cancellation).ConfigureAwait(false);
        }
        catch (SpecException e)
        {
            return new RangeFigure(cell.Row.Model, cell.Row.Method, cell.Row.Scheme, [], e.Message);
        }
    }
}
