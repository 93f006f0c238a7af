using Microsoft.Extensions.Options;

namespace SameSame.Grains.Equalization;

/// <summary>Limits how many pieces of searches a silo works on at once, whatever the number of its equalizer grains.</summary>
public sealed class EqualizerSlots(IOptions<ClusterOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Value.EqualizerSlots > 0 ? options.Value.EqualizerSlots : Environment.ProcessorCount);

    /// <summary>Runs <paramref name="work"/> on a thread of its own as soon as a slot is free.</summary>
    public async Task<T> RunAsync<T>(Func<T> work)
    {
        await _free.WaitAsync().ConfigureAwait(false);
        try
        {
            return await Task.Run(work).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();
}
