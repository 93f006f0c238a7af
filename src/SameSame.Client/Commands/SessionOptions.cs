using System.CommandLine;
using Microsoft.Extensions.Logging;
using SameSame.Client.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Local;
using SameSame.Hosting.Security;

namespace SameSame.Client.Commands;

/// <summary>The options that say which cluster a command talks to.</summary>
internal sealed class SessionOptions
{
    public Option<string?> Cluster { get; } = new("--cluster") { Description = "Gateway ADDRESS:PORT of a running cluster; without it, a silo in this process." };

    public Option<string> ClusterId { get; } = new("--cluster-id") { Description = "Id of that cluster.", DefaultValueFactory = _ => "samesame" };

    public Option<string?> Tls { get; } = new("--tls")
    {
        Description = "Folder with tls.crt, tls.key and ca.crt for a cluster with TLS; SAMESAME_SameSame__Tls__Folder by default.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("SAMESAME_SameSame__Tls__Folder"),
    };

    public Option<string> Data { get; } = new("--data") { Description = "Folder of the local instance.", DefaultValueFactory = _ => ".samesame" };

    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Log to standard error." };

    public void AddTo(Command command)
    {
        command.Options.Add(Cluster);
        command.Options.Add(ClusterId);
        command.Options.Add(Tls);
        command.Options.Add(Data);
        command.Options.Add(Verbose);
    }

    public bool IsRemote(ParseResult parsed) => parsed.GetValue(Cluster) is not null;

    public string ReportFolder(ParseResult parsed, string sweepId) => Path.Combine(parsed.GetValue(Data)!, "reports", sweepId);

    /// <summary>Runs a command's work in a session, and again from its beginning where the process that hosted the instance left before it was done.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="startWork">False for commands that begin no work.</param>
    /// <param name="work">Gets the session, true the first time, and a token that is cancelled when the host is gone. What it asks for must bear to be asked twice.</param>
    /// <param name="cancellation">Ends it all.</param>
    /// <param name="wakeSweeps">False where interrupted sweeps go on only when they are asked to.</param>
    public Task<int> RunAsync(
        ParseResult parsed, bool startWork, Func<ClusterSession, bool, CancellationToken, Task<int>> work, CancellationToken cancellation, bool wakeSweeps = true) =>
        Takeover.RunAsync(stop => OpenAsync(parsed, startWork, wakeSweeps, stop), work, cancellation);

    private Task<ClusterSession> OpenAsync(ParseResult parsed, bool startWork, bool wakeSweeps, CancellationToken cancellation)
    {
        if (parsed.GetValue(Cluster) is null && new Option[] { ClusterId, Tls }
            .FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is { } alone)
            throw new SpecException(
                $"{alone.Name} says how to reach a cluster; name its gateway with --cluster, or leave {alone.Name} out");
        var level = parsed.GetValue(Verbose) ? LogLevel.Information : LogLevel.Critical;
        return parsed.GetValue(Cluster) is { } gateway
            ? ClusterSession.ConnectAsync(gateway, parsed.GetValue(ClusterId)!, level, cancellation, ClusterTls.Of(parsed.GetValue(Tls)))
            : ClusterSession.OpenAsync(new InstanceFolder(parsed.GetValue(Data)!), startWork, level, cancellation, wakeSweeps);
    }
}
