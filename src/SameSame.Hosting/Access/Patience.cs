using System.Diagnostics;
using SameSame.Evaluation.Configuration;

namespace SameSame.Hosting.Access;

/// <summary>Calls that outlast a silo: while one goes and another takes over, calls fail or stay unanswered for some
/// seconds.</summary>
public static class Patience
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Whole = TimeSpan.FromMinutes(3);

    /// <summary>Calls until it succeeds; what fails for minutes fails.</summary>
    public static async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        var (watch, wait) = (Stopwatch.StartNew(), TimeSpan.FromMilliseconds(100));
        while (true)
        {
            try
            {
                return await call().WaitAsync(Answer, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not SpecException && !cancellation.IsCancellationRequested && watch.Elapsed < Whole)
            {
                await Task.Delay(wait, cancellation).ConfigureAwait(false);
                wait = TimeSpan.FromSeconds(Math.Min(2, 2 * wait.TotalSeconds));
            }
        }
    }
}
