using Microsoft.Extensions.Configuration;
using SameSame.Dashboard;
using SameSame.Dashboard.Data;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Local;

namespace SameSame.Client.Sweeps;

/// <summary>A dashboard on loopback that stays while the sessions behind it come and go.</summary>
internal sealed class DashboardHost(int port, bool local) : IAsyncDisposable
{
    /// <summary>The port where nobody names one.</summary>
    public const int DefaultPort = 5080;

    private DashboardServer? _server;
    private ClusterSession? _current;

    /// <summary>Serves through a session from now on.</summary>
    /// <returns>The address the first time, null afterwards.</returns>
    /// <exception cref="SpecException">The port is taken, or a setting cannot be used.</exception>
    public async Task<Uri?> ServeAsync(ClusterSession session, CancellationToken cancellation)
    {
        _current = session;
        if (_server is not null)
            return null;
        // As a silo's, from the environment: on a machine of several people loopback is everybody's, and keys may be wanted.
        var options = DashboardOptions.Read(new ConfigurationBuilder().AddEnvironmentVariables("SAMESAME_").Build());
        options.Port = port;
        _server = await DashboardServer.StartAsync(
            options, new HostInfo(local, DashboardRole.Version), new ClusterAccess(() => _current.Grains), session.Logs,
            cancellation).ConfigureAwait(false);
        return _server.Address;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
