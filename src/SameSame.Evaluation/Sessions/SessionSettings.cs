namespace SameSame.Evaluation.Sessions;

/// <summary>How ONNX Runtime runs a graph on this machine.</summary>
/// <param name="Threads">Threads inside one operator; 1 and up.</param>
/// <param name="Optimize">False switches every graph optimization off, which tests use as an oracle.</param>
/// <param name="Accelerator">The GPU to run on; null is the CPU.</param>
/// <param name="CountNodes">Whether the first run is profiled, so that <see cref="OrtModel.Census"/> says what ran where.</param>
public sealed record SessionSettings(int Threads, bool Optimize = true, Accelerator? Accelerator = null, bool CountNodes = false)
{
    /// <summary>The optimization level as results record it.</summary>
    public string OptimizationLevel => Optimize ? "all" : "none";

    /// <summary>The provider that is asked for, as results record it.</summary>
    public string Provider => Accelerator?.Provider ?? OrtModel.CpuProvider;

    /// <summary>Instruction set, optimization level and the setting that keeps int8 products exact, as results record them.</summary>
    public string Environment => $"{CpuFeatures.InstructionSet};optimization={OptimizationLevel};x64quantprecision=1";
}
