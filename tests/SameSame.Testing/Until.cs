using System.Diagnostics;

namespace SameSame.Testing;

/// <summary>Waits for conditions, never for fixed times.</summary>
public static class Until
{
    /// <summary>Polls; what throws counts as not yet.</summary>
    /// <exception cref="TimeoutException">It did not come true; the phase is named.</exception>
    public static async Task TrueAsync(string phase, Func<Task<bool>> condition, double seconds = 120, int pollMilliseconds = 50)
    {
        var watch = Stopwatch.StartNew();
        Exception? last = null;
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            try
            {
                if (await condition().WaitAsync(TimeSpan.FromSeconds(10)).ConfigureAwait(false))
                    return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                last = e;
            }

            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(pollMilliseconds));
            await pause.WaitForNextTickAsync().ConfigureAwait(false);
        }

        throw new TimeoutException($"{phase}: not within {seconds:0} s", last);
    }
}
