using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;
using SameSame.Grains.Tests.Support;
using SameSame.Quantization.Schemes;

namespace SameSame.Grains.Tests.Protocol;

/// <summary>A process that only reads, after the one that worked is gone.</summary>
public sealed class LookTests
{
    // So few at once that eight open models are more than one look.
    private static readonly Action<ISiloBuilder> FewAtOnce = silo => silo.Services.Configure<ClusterOptions>(o => o.OpenModels = 1);

    [Fact]
    public async Task An_interrupted_sweep_is_counted_over_all_its_models()
    {
        var spec = SweepCluster.Spec("interrupted", models: 20);
        var earlier = await SweepCluster.StartAsync(silos: 1, more: FewAtOnce);
        await using (earlier)
        {
            // One cell of each model is measured; the others fail and wait for a second try that never comes.
            earlier.Device.Before = (item, _) => item.Cell is null || item.Cell is { Method: "none", Scheme.Bits: { Weights: 8 } }
                ? Task.CompletedTask
                : throw new InvalidOperationException("not now");
            await earlier.Sweep(spec).StartAsync(spec);
            await SweepCluster.UntilAsync("each of the eight open models has a cell", async () => (await earlier.Sweep(spec).GetStatusAsync()).Cells.Completed == 8);
        }

        await using var reader = await SweepCluster.StartAsync(silos: 1, startWork: false, after: earlier, more: FewAtOnce);
        var status = await reader.Sweep(spec).GetStatusAsync();
        Assert.True(status.Uncounted > 0, "the first look does not reach all, and says so");
        await SweepCluster.UntilAsync("all are counted", async () => (status = await reader.Sweep(spec).GetStatusAsync()).Uncounted == 0);
        Assert.Equal((SweepState.Running, 80, 8, 0), (status.State, status.Cells.Total, status.Cells.Completed, status.Cells.Failed));
        Assert.Equal(8, (await reader.Sweep(spec).PauseAsync()).Cells.Completed);
    }
}
