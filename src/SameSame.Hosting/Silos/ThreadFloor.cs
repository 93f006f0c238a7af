namespace SameSame.Hosting.Silos;

/// <summary>
/// Threads that the pool starts without hesitating. Its own number is one a core, and it adds others twice a second: where two cores' threads wait for a
/// disk or compile at a silo's start, a question about a sweep is not answered for as long.
/// </summary>
internal static class ThreadFloor
{
    private const int Least = 8;

    public static void Raise()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        if (workers < Least)
            ThreadPool.SetMinThreads(Least, completions);
    }
}
