using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Access;
using SameSame.Hosting.Specs;

namespace SameSame.Dashboard.Data;

/// <summary>Turns what somebody asks for in a form or a request into a sweep that runs.</summary>
internal sealed class SweepStarts(SweepStore sweeps, ClusterAccess cluster, HostInfo host)
{
    /// <summary>Starts a sweep of a file's fields. In a cluster zoo and dataset are names; a local instance takes
    /// paths.</summary>
    /// <exception cref="SpecException">A field cannot be used, or the sweep cannot start.</exception>
    public Task<SweepStatus> StartAsync(SweepFile file, bool force, int priority, CancellationToken cancellation) =>
        StartAsync(file.ToSpec("request", namesOnly: !host.Local, force) with { Priority = priority }, cancellation);

    /// <summary>Starts a sweep.</summary>
    /// <exception cref="SpecException">It cannot start.</exception>
    public async Task<SweepStatus> StartAsync(SweepSpec spec, CancellationToken cancellation) =>
        await sweeps.StartAsync(
            await SpecResolution.ResolveAsync(spec, cluster.Grains, cancellation).ConfigureAwait(false), cancellation)
            .ConfigureAwait(false);
}
