using Orleans.Runtime;
using SameSame.Contracts.Equalization;

namespace SameSame.Grains.Equalization;

/// <summary>Asks LayerEqualizer grains until they answer; one that stops answering is replaced by another elsewhere.</summary>
/// <param name="grains">Reaches the grains.</param>
/// <param name="prefix">First part of the grains' keys.</param>
/// <param name="timeout">How long a grain may go without an answer.</param>
internal sealed class EqualizerCalls(IGrainFactory grains, string prefix, TimeSpan timeout)
{
    private const int MaximumAttempts = 5;
    private readonly Dictionary<int, int> _attempts = [];

    /// <summary>Calls <paramref name="ask"/> on the grain of <paramref name="piece"/> until it returns something.</summary>
    public async Task<T> AskAsync<T>(int piece, Func<ILayerEqualizerGrain, Task<T?>> ask, CancellationToken cancellation) where T : class
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            int attempt;
            lock (_attempts)
                attempt = _attempts.GetValueOrDefault(piece);
            var grain = grains.GetGrain<ILayerEqualizerGrain>($"{prefix}/{piece}" + (attempt == 0 ? "" : $"/{attempt}"));
            try
            {
                if (await ask(grain).WaitAsync(timeout, cancellation).ConfigureAwait(false) is { } answer)
                    return answer;
            }
            catch (Exception e) when (e is TimeoutException or OrleansException && attempt < MaximumAttempts)
            {
                lock (_attempts)
                    _attempts[piece] = attempt + 1;
                await Task.Delay(TimeSpan.FromMilliseconds(100 << attempt), cancellation).ConfigureAwait(false);
            }
        }
    }
}
