namespace SameSame.Evaluation.Preprocessing;

/// <summary>One process at a time builds a file; the others wait and find it built. The operating system lets go of the lock of a process that dies.</summary>
internal static class BuildLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until the lock is free and holds it until the result is disposed.</summary>
    public static IDisposable Take(string path, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (cancellation.WaitHandle.WaitOne(Pause))
                    cancellation.ThrowIfCancellationRequested();
            }
        }
    }
}
