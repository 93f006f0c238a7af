using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using SameSame.Grains.Tests.Support;

namespace SameSame.Grains.Tests.Protocol;

/// <summary>A wall clock that is set a day ahead, and back again.</summary>
public sealed class ClockTests : IAsyncLifetime
{
    private readonly JumpingClock _clock = new();
    private SweepCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await SweepCluster.StartAsync(more: silo =>
    {
        silo.Services.AddSingleton<TimeProvider>(_clock);
        // Looks for idle activations every second instead of every minute, so that it does during the jump.
        silo.Services.Configure<GrainCollectionOptions>(o => o.CollectionQuantum = TimeSpan.FromSeconds(1));
    });

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Afterwards_new_activations_are_made_and_a_dead_silo_is_found_out()
    {
        CellAssert.EachHasOneResult(await _cluster.RunAsync(SweepCluster.Spec("before")), 12);
        _clock.Offset = TimeSpan.FromDays(1);
        // Every loop of three silos has run meanwhile: probes, tables, collection.
        await SweepCluster.UntilAsync("Orleans has seen the jump", () => Task.FromResult(_clock.Reads > 300));
        _clock.Offset = TimeSpan.Zero;
        CellAssert.EachHasOneResult(await _cluster.RunAsync(SweepCluster.Spec("after")), 12);
        await _cluster.Orleans.KillSiloAsync(_cluster.Orleans.Silos[^1]);
        CellAssert.EachHasOneResult(await _cluster.RunAsync(SweepCluster.Spec("one dead"), advance: TimeSpan.FromSeconds(0.2)), 12);
    }
}
