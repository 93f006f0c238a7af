using System.Globalization;
using SameSame.Testing;

namespace SameSame.Bench.Processes;

/// <summary>A Redis server of our own on a free loopback port, persisting every write into a folder of its own.</summary>
internal sealed class RedisServer : IDisposable
{
    private const string Binary = "/usr/bin/redis-server";
    private readonly Workspace _folder = new();
    private readonly ServerProcess _server;

    private RedisServer(int port)
    {
        Port = port;
        _server = new ServerProcess(Binary,
            ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder.Root, "--save", "", "--appendonly", "yes", "--appendfsync", "always"]);
    }

    public int Port { get; }

    public string ConnectionString => $"127.0.0.1:{Port},abortConnect=false";

    /// <summary>Why there is none, or null where there is.</summary>
    public static string? Missing => File.Exists(Binary) ? null : "no Redis server here: Debian's package is redis-server";

    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer(PostgresServer.FreePort());
        await Until.TrueAsync("Redis listens", () => Task.FromResult(server._server.Output.Contains("Ready to accept connections", StringComparison.Ordinal))).ConfigureAwait(false);
        return server;
    }

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }
}
