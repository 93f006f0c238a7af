using System.Globalization;
using SameSame.Contracts.Sweeps;
using SameSame.Hosting.Access;
using SameSame.Hosting.Local;
using SameSame.Reporting;

namespace SameSame.Client.Sweeps;

/// <summary>What <c>sweep list</c> shows of one sweep.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Spec">Its spec.</param>
/// <param name="State">Its state for people: a running one that nobody works on is <c>interrupted</c>, one without a result
/// <c>failed</c>.</param>
internal sealed record SweepOverview(SweepStatus Status, SweepSpec Spec, string State)
{
    private const int AtOnce = 8;

    private static readonly ReportColumn[] Columns =
        [new("sweep"), new("started (UTC)"), new("state"), new("models", true), new("cells", true), new("failed", true),
            new("images", true)];

    /// <summary>All sweeps, oldest first.</summary>
    public static async Task<IReadOnlyList<SweepOverview>> ReadAsync(ClusterSession cluster, CancellationToken cancellation)
    {
        var directory = cluster.Grains.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key);
        var listed = await Patience.CallAsync(directory.ListAsync, cancellation).ConfigureAwait(false);
        var found = new SweepOverview?[listed.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, listed.Length, options, async (n, stop) =>
        {
            var sweep = cluster.Grains.GetGrain<ISweepGrain>(listed[n].Id);
            var status = await Patience.CallAsync(sweep.GetStatusAsync, stop).ConfigureAwait(false);
            // Removed since it was listed.
            if (await Patience.CallAsync(sweep.GetSpecAsync, stop).ConfigureAwait(false) is { } spec)
                found[n] = new SweepOverview(status, spec, StateOf(status, cluster.HostsSilo));
        }).ConfigureAwait(false);
        return [.. found.OfType<SweepOverview>()];
    }

    /// <summary>The table.</summary>
    public static ReportTable Table(IReadOnlyList<SweepOverview> sweeps) => new(Columns, [.. sweeps.Select(s => s.Row())]);

    /// <summary>What scripts read.</summary>
    public static string Json(IReadOnlyList<SweepOverview> sweeps) => ResultJson.Of(new
    {
        Sweeps = sweeps.Select(s => new
        {
            s.Status.Id,
            s.Spec.Name,
            Started = s.Status.Started.UtcDateTime,
            s.State,
            s.Status.Models,
            s.Status.ModelsFinished,
            Cells = s.Status.Cells.Total,
            s.Status.Cells.Done,
            s.Status.Cells.Completed,
            s.Status.Cells.Reused,
            s.Status.Cells.Failed,
            ModelsNotCounted = s.Status.Uncounted,
            s.Spec.Images,
        }),
    });

    /// <summary>The state for people.</summary>
    /// <param name="status">The status.</param>
    /// <param name="nobodyWorks">Whether this process is the whole cluster, and only looks.</param>
    public static string StateOf(SweepStatus status, bool nobodyWorks) => status switch
    {
        { State: SweepState.Running } when nobodyWorks => "interrupted",
        { State: SweepState.Finished, Cells: { Total: > 0 } cells } when cells.Failed == cells.Total => "failed",
        _ => status.State.ToString().ToLowerInvariant(),
    };

    private string[] Row()
    {
        var cells = Status.Cells;
        return
        [
            Status.Id, Status.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), State,
            Of(Status.ModelsFinished, Status.Models), Of(cells.Done, cells.Total) + (Status.Uncounted > 0 ? " +" : ""),
            Text(cells.Failed), Spec.Images is { } images ? Text(images) : "all",
        ];
    }

    private static string Of(int done, int total) => $"{Text(done)}/{Text(total)}";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
