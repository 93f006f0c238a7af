using System.Data.Common;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using SameSame.Evaluation.Configuration;
using SameSame.Grains.Placement;
using SameSame.Hosting.Silos;
using SameSame.Hosting.Storage;

namespace SameSame.Hosting.Local;

/// <content>The instance of a folder: hosted by one process at a time, joined by the others.</content>
public sealed partial class ClusterSession
{
    // With dozens of commands on a few cores, a silo that lives may take a minute to take one more client.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2), OneTry = TimeSpan.FromSeconds(40);
    private const int PortTries = 5;

    /// <summary>Opens the local instance of a folder: hosts its silo, or joins the process that does.</summary>
    /// <param name="folder">The <c>.samesame</c> folder.</param>
    /// <param name="startWork">False for commands that only read.</param>
    /// <param name="verbosity">Least level that is logged.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="wakeSweeps">False where interrupted sweeps go on only when they are asked to.</param>
    /// <exception cref="SpecException">Another process holds the folder and cannot be joined, or the folder cannot be
    /// used.</exception>
    public static async Task<ClusterSession> OpenAsync(
        InstanceFolder folder, bool startWork, LogLevel verbosity, CancellationToken cancellation, bool wakeSweeps = true)
    {
        var (waited, holder) = (Stopwatch.StartNew(), folder.ReadEndpoint());
        while (true)
        {
            if (folder.TryLock() is { } held)
                return await HostAsync(folder, held, startWork, wakeSweeps, verbosity, cancellation).ConfigureAwait(false);
            // A process that only reads is gone in a moment; nothing that works can be started in it.
            var endpoint = folder.ReadEndpoint();
            if (endpoint is not null && (endpoint.StartsWork || !startWork)
                && await JoinAsync(folder, endpoint, verbosity, cancellation).ConfigureAwait(false) is { } joined)
                return joined;
            // Each holder has its own time to answer: where many commands take turns, all together may take long.
            if (endpoint != holder)
                (holder, waited) = (endpoint, Stopwatch.StartNew());
            if (waited.Elapsed > Patience)
                throw Silent(folder, endpoint);
            await Task.Delay(100, cancellation).ConfigureAwait(false);
        }
    }

    // Null where nobody answers: the endpoint of a process that has just died, or is about to be replaced.
    private static async Task<ClusterSession?> JoinAsync(
        InstanceFolder folder, InstanceEndpoint endpoint, LogLevel verbosity, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(OneTry);
        try
        {
            var joined = await ConnectAsync($"127.0.0.1:{endpoint.GatewayPort}", endpoint.ClusterId, verbosity, limit.Token)
                .WaitAsync(limit.Token).ConfigureAwait(false);
            joined._hostIsGone = () => folder.IsGone(endpoint);
            return joined;
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static SpecException Silent(InstanceFolder folder, InstanceEndpoint? endpoint)
    {
        var what = endpoint is null
            ? "held by another process that does not say where it listens"
            : $"process {endpoint.ProcessId} holds it and does not answer";
        return new SpecException($"{folder["lock"]}: {what}; stop it, or use another --data folder");
    }

    private static async Task<ClusterSession> HostAsync(
        InstanceFolder folder, IDisposable held, bool startWork, bool wakeSweeps, LogLevel verbosity, CancellationToken cancellation)
    {
        try
        {
            ThreadFloor.Raise();
            for (var left = PortTries; ; left--)
            {
                try
                {
                    return await HostOnceAsync(folder, held, startWork, wakeSweeps, verbosity, cancellation).ConfigureAwait(false);
                }
                catch (Exception e) when (left > 1
                    && e.GetBaseException() is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
                {
                    // Between the look for a free port and its use another process took it, for a connection of its own perhaps.
                }
            }
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static async Task<ClusterSession> HostOnceAsync(
        InstanceFolder folder, IDisposable held, bool startWork, bool wakeSweeps, LogLevel verbosity, CancellationToken cancellation)
    {
        var connection = $"Data Source={folder["samesame.db"]};Default Timeout=30";
        var clusterId = $"local-{Guid.NewGuid():n}";
        var builder = NewBuilder(verbosity, new Dictionary<string, string?>
        {
            ["Orleans:ClusterId"] = clusterId,
            ["Orleans:GrainStorage:Default:ConnectionString"] = connection,
            ["SameSame:CacheFolder"] = folder["cache"],
            ["SameSame:Artifacts:Folder"] = folder["artifacts"],
        }, withLocalDefaults: true);
        Prepare(folder, builder, connection);
        var (siloPort, gatewayPort) = FreePorts.Two();
        builder.UseOrleans(silo =>
        {
            silo.ConfigureEndpoints(IPAddress.Loopback, siloPort, gatewayPort);
            silo.AddSameSame(builder.Configuration, SiloRoles.All.ToList(), startWork, wakeSweeps);
        });
        builder.Services.AddSameSameTelemetry(builder.Configuration);
        var session = await StartAsync(new ClusterSession(builder.Build(), held, folder), cancellation).ConfigureAwait(false);
        folder.WriteEndpoint(new InstanceEndpoint(Environment.ProcessId, gatewayPort, clusterId, startWork));
        return session;
    }

    private static void Prepare(InstanceFolder folder, HostApplicationBuilder builder, string connection)
    {
        try
        {
            Database.Prepare(builder.Configuration["SameSame:Database:Factory"]!, connection,
                builder.Configuration["SameSame:Database:Script"]!);
        }
        catch (DbException e)
        {
            // The database's own reason stands in quotes: SQLite Error 26: 'file is not a database'.
            var reason = e.Message.Split('\'') is [_, var quoted, ..] ? quoted : "the database refuses it";
            throw new SpecException($"{folder["samesame.db"]}: {reason}; restore the file, or use another --data folder", e);
        }
    }
}
