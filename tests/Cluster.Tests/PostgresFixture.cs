using SameSame.Bench.Processes;

namespace Cluster.Tests;

/// <summary>One PostgreSQL server for all tests that need it; each test has a cluster of its own in it.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private PostgresServer? _server;

    internal PostgresServer Server => _server ?? throw new InvalidOperationException(PostgresServer.Missing);

    public async Task InitializeAsync()
    {
        if (PostgresServer.Missing is null)
            _server = await PostgresServer.StartAsync();
    }

    public Task DisposeAsync()
    {
        _server?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Skips the test, with the reason, where there is no server.</summary>
    internal static void Require() => Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
}

/// <summary>Tests of real processes run one after the other: each wants the machine's cores.</summary>
[CollectionDefinition("processes", DisableParallelization = true)]
public sealed class ProcessCollection : ICollectionFixture<PostgresFixture>;
