using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using SameSame.Testing;

namespace SameSame.Bench.Processes;

/// <summary>A PostgreSQL server of our own on a free loopback port, its files in a folder of its own.</summary>
internal sealed class PostgresServer : IStoreServer
{
    // PostgreSQL refuses to run as root; Debian's package brings a user for it.
    private const string User = "postgres";
    private static readonly bool Root = Environment.UserName == "root";
    private readonly string _bin;
    private readonly Workspace _folder = new();
    private ServerProcess? _server;

    private PostgresServer(string bin) => _bin = bin;

    public int Port { get; } = FreePort();

    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=samesame;Database=postgres;Maximum Pool Size=20;Timeout=5;Command Timeout=15";

    public Dictionary<string, object> Settings => StoreSettings.Postgres(ConnectionString);

    /// <summary>Processor seconds so far, since it was last started.</summary>
    public double CpuSeconds => _server is { } server ? CpuTime.SecondsOf(server.Id) : 0;

    /// <summary>Why there is none, or null where there is.</summary>
    public static string? Missing => Binaries() is null ? "no PostgreSQL server here: Debian's package is postgresql" : null;

    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer(Binaries() ?? throw new InvalidOperationException(Missing));
        if (Root)
            await Expect("chown", $"{User}:", server._folder.Root).ConfigureAwait(false);
        await server.CommandAsync("initdb", "-D", server._folder["data"], "-U", "samesame", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C").ConfigureAwait(false);
        await server.ResumeAsync().ConfigureAwait(false);
        return server;
    }

    /// <summary>Starts the server on its files.</summary>
    public async Task ResumeAsync()
    {
        var args = new[] { "-D", _folder["data"], "-p", Port.ToString(CultureInfo.InvariantCulture), "-h", "127.0.0.1", "-k", _folder.Root };
        _server = Root ? new ServerProcess("runuser", ["-u", User, "--", Path.Combine(_bin, "postgres"), .. args]) : new ServerProcess(Path.Combine(_bin, "postgres"), args);
        await Until.TrueAsync("PostgreSQL listens", async () =>
        {
            if (_server.HasExited)
                throw new InvalidOperationException(_server.Output);
            return (await ServerProcess.RunAsync(Path.Combine(_bin, "pg_isready"), "-h", "127.0.0.1", "-p", $"{Port}").ConfigureAwait(false)).Code == 0;
        }).ConfigureAwait(false);
    }

    /// <summary>Dumps the database as docs/operations.md says, while it is in use.</summary>
    /// <returns>The file.</returns>
    public async Task<string> DumpAsync()
    {
        await CommandAsync("pg_dump", ["--format=custom", "--file", _folder["backup.dump"], .. There]).ConfigureAwait(false);
        return _folder["backup.dump"];
    }

    /// <summary>Puts a dump into this server's empty database.</summary>
    public Task RestoreAsync(string dump) => CommandAsync("pg_restore", ["--no-owner", "--exit-on-error", .. There, dump]);

    private string[] There => ["-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "samesame", "-d", "postgres"];

    /// <summary>Stops it as an operator does: connections are cut, what was committed is kept.</summary>
    public async Task StopAsync()
    {
        if (_server is null)
            return;
        if (!_server.HasExited)
        {
            var pid = int.Parse((await File.ReadAllLinesAsync(Path.Combine(_folder["data"], "postmaster.pid")).ConfigureAwait(false))[0], CultureInfo.InvariantCulture);
            ServerProcess.Signal(pid, "INT");
            await _server.ExitAsync(60).ConfigureAwait(false);
        }

        _server.Dispose();
        _server = null;
        // Connections that this process keeps would be handed out once more, and fail.
        NpgsqlConnection.ClearAllPools();
    }

    public void Dispose()
    {
        StopAsync().GetAwaiter().GetResult();
        _folder.Dispose();
    }

    private async Task CommandAsync(string name, params string[] args)
    {
        var path = Path.Combine(_bin, name);
        await (Root ? Expect("runuser", ["-u", User, "--", path, .. args]) : Expect(path, args)).ConfigureAwait(false);
    }

    private static async Task Expect(string file, params string[] args)
    {
        var (code, output) = await ServerProcess.RunAsync(file, args).ConfigureAwait(false);
        if (code != 0)
            throw new InvalidOperationException($"{file} {string.Join(' ', args)}: {output}");
    }

    private static string? Binaries()
    {
        const string debian = "/usr/lib/postgresql";
        var folders = Directory.Exists(debian) ? Directory.GetDirectories(debian).OrderDescending(StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")) : [];
        return folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')).FirstOrDefault(f => File.Exists(Path.Combine(f, "initdb")) && File.Exists(Path.Combine(f, "postgres")));
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
