using System.Globalization;
using SameSame.Testing;

namespace SameSame.Bench.Processes;

/// <summary>One service of Azurite, Azure Storage's emulator, on a free loopback port, its files in a folder of its own.</summary>
internal sealed class AzuriteServer : IStoreServer
{
    // The account and the key that every emulator has; they open nothing else.
    private const string Account = "devstoreaccount1", Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private readonly string _service;
    private readonly Workspace _folder = new();
    private ServerProcess? _server;

    private AzuriteServer(string service) => _service = service;

    /// <summary>Why there is none, or null where there is.</summary>
    public static string? Missing => Binary("blob") is null ? "no Azurite here: npm's package is azurite, .ci/run installs it" : null;

    public int Port { get; } = PostgresServer.FreePort();

    public string Endpoint => $"http://127.0.0.1:{Port}/{Account}";

    public string ConnectionString => $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};{(_service == "blob" ? "Blob" : "Table")}Endpoint={Endpoint};";

    public Dictionary<string, object> Settings =>
        _service == "table" ? StoreSettings.AzureTable(ConnectionString) : throw new InvalidOperationException("a blob service keeps no grain state");

    /// <summary>The service for blobs.</summary>
    public static Task<AzuriteServer> StartBlobAsync() => StartAsync("blob");

    /// <summary>The service for tables.</summary>
    public static Task<AzuriteServer> StartTableAsync() => StartAsync("table");

    /// <summary>Starts the service on its files.</summary>
    public async Task ResumeAsync()
    {
        var server = _server = new ServerProcess(Binary(_service) ?? throw new InvalidOperationException(Missing),
            [$"--{_service}Host", "127.0.0.1", $"--{_service}Port", Port.ToString(CultureInfo.InvariantCulture), "--location", _folder.Root, "--disableTelemetry", "--skipApiVersionCheck"]);
        await Until.TrueAsync($"Azurite's {_service} service listens", () =>
        {
            if (server.HasExited)
                throw new InvalidOperationException(server.Output);
            // Blobs are "listened" for, tables are "started".
            return Task.FromResult(server.Output.Contains("service successfully", StringComparison.Ordinal));
        }, 60).ConfigureAwait(false);
    }

    /// <summary>Stops it as an operator does: it writes down what it holds.</summary>
    public async Task StopAsync()
    {
        if (_server is not { HasExited: false } server)
            return;
        server.Signal("TERM");
        await server.ExitAsync(30).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _server?.Dispose();
        _folder.Dispose();
    }

    private static async Task<AzuriteServer> StartAsync(string service)
    {
        var server = new AzuriteServer(service);
        try
        {
            await server.ResumeAsync().ConfigureAwait(false);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    private static string? Binary(string service) => Tools.Find($"azurite-{service}", "node_modules", ".bin");
}
