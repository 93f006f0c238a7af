using SameSame.Grains.Evaluators;
using SameSame.Grains.Tests.Support;

namespace SameSame.Grains.Tests.Protocol;

/// <summary>Leases of several quick cells.</summary>
public sealed class BatchTests : IAsyncLifetime
{
    private SweepCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await SweepCluster.StartAsync(silos: 1, batchItems: 16);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Quick_cells_of_a_model_share_leases_and_writes_and_each_is_measured_once()
    {
        CellAssert.EachHasOneResult(await _cluster.RunAsync(SweepCluster.Spec("quick", models: 30)), 120);
        Assert.All(_cluster.Device.Executions, e => Assert.Equal(1, e.Value));
        Assert.InRange(_cluster.Storage.Writes["page"], 30, 100);
    }

    [Fact]
    public async Task No_record_of_a_sweep_of_2000_models_is_larger_than_256_KB()
    {
        var spec = SweepCluster.Spec("wide", models: 2000, methods: ["none"]);
        spec = spec with { Schemes = spec.Schemes[..1] };
        await _cluster.Sweep(spec).StartAsync(spec);
        await SweepCluster.UntilAsync("2,000 models are through", async () => (await _cluster.Sweep(spec).GetStatusAsync()).ModelsFinished == 2000, TimeSpan.FromMinutes(4));
        Assert.InRange(_cluster.Storage.LargestRecord, 5_000, 256 * 1024);
        Assert.InRange(_cluster.Storage.Writes["sweep"], 2, 1000);
    }

    [Fact]
    public async Task A_device_that_dies_with_a_batch_costs_the_cells_of_that_batch()
    {
        await _cluster.RunAsync(SweepCluster.Spec("warm", models: 4));
        _cluster.Observer.DieAt = CompletionStep.Executed;
        var spec = SweepCluster.Spec("dying", models: 8);
        CellAssert.EachHasOneResult(await _cluster.RunAsync(spec, advance: TimeSpan.FromSeconds(0.5)), 32);
        Assert.True(_cluster.Observer.Died);
        Assert.InRange(_cluster.Device.Executions.Values.Count(n => n > 1), 1, 4);
    }
}
