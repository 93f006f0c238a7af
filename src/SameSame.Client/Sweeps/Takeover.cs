using SameSame.Hosting.Local;

namespace SameSame.Client.Sweeps;

/// <summary>
/// Works with an instance beyond the process that hosts it. A command that joined another one's local instance opens the instance itself once that one has left: a sweep that
/// ended meanwhile is read from the store, and one that was interrupted goes on.
/// </summary>
internal static class Takeover
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs <paramref name="follow"/> until it has an answer.</summary>
    /// <param name="open">Opens the instance.</param>
    /// <param name="follow">Gets the session, true the first time, and a token that is cancelled when the host is gone.</param>
    /// <param name="cancellation">Ends it all.</param>
    public static async Task<int> RunAsync(
        Func<CancellationToken, Task<ClusterSession>> open, Func<ClusterSession, bool, CancellationToken, Task<int>> follow, CancellationToken cancellation)
    {
        for (var first = true; ; first = false)
        {
            await using var session = await open(cancellation).ConfigureAwait(false);
            using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            using var done = new CancellationTokenSource();
            var looks = LookAsync(session, gone, done.Token);
            try
            {
                return await follow(session, first, gone.Token).ConfigureAwait(false);
            }
            catch (Exception) when ((gone.IsCancellationRequested || session.HostIsGone) && !cancellation.IsCancellationRequested)
            {
                // Whatever broke did so because nobody was there any more; a connection may break before the next look.
            }
            finally
            {
                await done.CancelAsync().ConfigureAwait(false);
                await looks.ConfigureAwait(false);
            }
        }
    }

    private static async Task LookAsync(ClusterSession session, CancellationTokenSource gone, CancellationToken done)
    {
        using var timer = new PeriodicTimer(Look);
        try
        {
            while (!session.HostIsGone)
                await timer.WaitForNextTickAsync(done).ConfigureAwait(false);
            await gone.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It has its answer.
        }
    }
}
