using SameSame.Bench.Processes;

namespace Cluster.Tests;

/// <summary>One blob service for a class of tests; each test has a container of its own in it.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private AzuriteServer? _server;

    internal AzuriteServer Server => _server ?? throw new InvalidOperationException(AzuriteServer.Missing);

    public async Task InitializeAsync()
    {
        if (AzuriteServer.Missing is null)
            _server = await AzuriteServer.StartBlobAsync();
    }

    public Task DisposeAsync()
    {
        _server?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Skips the test, with the reason, where there is no server.</summary>
    internal static void Require() => Skip.If(AzuriteServer.Missing is not null, AzuriteServer.Missing);
}
