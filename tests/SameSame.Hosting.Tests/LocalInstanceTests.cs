using Microsoft.Extensions.Logging;
using SameSame.Contracts.Results;
using SameSame.Hosting.Local;
using SameSame.Testing;

namespace SameSame.Hosting.Tests;

/// <summary>The local instance: one process hosts, others join, and what is stored outlives it.</summary>
public sealed class LocalInstanceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task State_written_by_one_silo_is_read_by_the_next_and_a_second_opener_joins_the_first()
    {
        var measurement = new CellMeasurement { Key = "k", Correct = [1, 2, 3], Top1 = 71.25, Device = "d", Provider = "p", OnnxRuntime = "o", Environment = "e", Run = "r" };
        await using (var host = await OpenAsync())
        {
            Assert.True(host.HostsSilo);
            await host.Grains.GetGrain<IResultsGrain>("model").RecordAsync([measurement]);
            await using var guest = await OpenAsync();
            Assert.False(guest.HostsSilo);
            Assert.Equal(71.25, Assert.Single(await guest.Grains.GetGrain<IResultsGrain>("model").FindAsync(["k"])).Top1);
        }

        Assert.Null(new InstanceFolder(_folder.Root).ReadEndpoint());
        await using var next = await OpenAsync();
        Assert.True(next.HostsSilo);
        Assert.Equal([1, 2, 3], Assert.Single(await next.Grains.GetGrain<IResultsGrain>("model").FindAsync(["k"])).Correct);
    }

    [Fact]
    public void The_lock_is_held_once_and_freed_with_its_holder()
    {
        var (a, b) = (new InstanceFolder(_folder.Root), new InstanceFolder(_folder.Root));
        using (a.TryLock())
            Assert.Null(b.TryLock());
        using var now = b.TryLock();
        Assert.NotNull(now);
    }

    [Fact]
    public void An_endpoint_file_that_is_damaged_counts_as_none()
    {
        var instance = new InstanceFolder(_folder.Root);
        Assert.Null(instance.ReadEndpoint());
        _folder.Write("endpoint.json", "{ \"processId\": ");
        Assert.Null(instance.ReadEndpoint());
        instance.WriteEndpoint(new InstanceEndpoint(1, 2, "c", true));
        Assert.Equal(new InstanceEndpoint(1, 2, "c", true), instance.ReadEndpoint());
    }

    private Task<ClusterSession> OpenAsync() => ClusterSession.OpenAsync(new InstanceFolder(_folder.Root), startWork: false, LogLevel.Critical, CancellationToken.None);
}
