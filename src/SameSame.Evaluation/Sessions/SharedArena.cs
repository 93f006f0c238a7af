using Microsoft.ML.OnnxRuntime;

namespace SameSame.Evaluation.Sessions;

/// <summary>
/// The memory that the CPU sessions of this process work in. Every cell and every candidate of a search opens a session; with an arena of its own each would touch
/// fresh pages, and the kernel's clearing of those takes up to a tenth of the time of a short one. The last session to close gives the memory back.
/// </summary>
internal sealed class SharedArena : IDisposable
{
    private static readonly Lock Guard = new();
    private static readonly OrtMemoryInfo Memory = new(OrtMemoryInfo.allocatorCPU, OrtAllocatorType.ArenaAllocator, 0, OrtMemType.Default);
    private static int _users;
    private bool _left;

    private SharedArena()
    {
    }

    /// <summary>Makes a session with these options use the arena; to be disposed after the session.</summary>
    public static SharedArena Join(SessionOptions options)
    {
        options.AddSessionConfigEntry("session.use_env_allocators", "1");
        lock (Guard)
        {
            if (_users == 0)
            {
                // No limit, and ONNX Runtime's own choice of how to grow.
                using var configuration = new OrtArenaCfg(0, -1, -1, -1);
                OrtEnv.Instance().CreateAndRegisterAllocator(Memory, configuration);
            }

            _users++;
        }

        return new SharedArena();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Guard)
        {
            if (_left)
                return;
            _left = true;
            if (--_users == 0)
                OrtEnv.Instance().UnregisterAllocator(Memory);
        }
    }
}
