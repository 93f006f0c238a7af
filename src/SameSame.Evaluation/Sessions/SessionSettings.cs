namespace SameSame.Evaluation.Sessions;

/// <summary>How ONNX Runtime runs a graph on this machine's CPU.</summary>
/// <param name="Threads">Threads inside one operator; 1 and up.</param>
/// <param name="Optimize">False switches every graph optimization off, which tests use as an oracle.</param>
public sealed record SessionSettings(int Threads, bool Optimize = true)
{
    /// <summary>The optimization level as results record it.</summary>
    public string OptimizationLevel => Optimize ? "all" : "none";
}
