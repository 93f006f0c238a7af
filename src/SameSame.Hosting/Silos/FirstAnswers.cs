using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using SameSame.Contracts.Sweeps;

namespace SameSame.Hosting.Silos;

/// <summary>
/// Asks a coordinator's silo, before it says that it serves, what its first client will ask: where the unfinished sweeps stand. That loads them and compiles
/// the way there, while the devices already work; a client would wait a third of a second for it.
/// </summary>
internal static class FirstAnswers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task PrepareAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var (grains, serializer) = (services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<Serializer>());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            foreach (var sweep in await grains.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key).ListAsync().WaitAsync(limit.Token).ConfigureAwait(false))
            {
                if (!sweep.Finished)
                    serializer.SerializeToArray(await grains.GetGrain<ISweepGrain>(sweep.Id).GetStatusAsync().WaitAsync(limit.Token).ConfigureAwait(false));
            }
        }
        catch (Exception)
        {
            // The store or another silo does not answer yet: the silo serves all the same, and its first answer takes longer.
        }
    }
}
