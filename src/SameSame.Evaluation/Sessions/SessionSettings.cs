namespace SameSame.Evaluation.Sessions;

/// <summary>How ONNX Runtime runs a graph on this machine.</summary>
/// <param name="Threads">Threads inside one operator; 1 and up.</param>
/// <param name="Optimize">False switches every graph optimization off, which tests use as an oracle.</param>
/// <param name="Accelerator">The GPU to run on; null is the CPU.</param>
/// <param name="CountNodes">Whether the first run is profiled, so that <see cref="OrtModel.Census"/> says what ran where.</param>
public sealed record SessionSettings(int Threads, bool Optimize = true, Accelerator? Accelerator = null, bool CountNodes = false)
{
    /// <summary>
    /// ONNX Runtime's <c>session.x64quantprecision</c>: keeps int8 products exact on CPUs whose kernels would saturate. By default on exactly there; where they do
    /// not it changes no bit and 8-bit cells take up to twice as long.
    /// </summary>
    public bool PreciseProducts { get; init; } = IntegerProducts.Saturate;

    /// <summary>
    /// Whether graphs are put into <see cref="Onnx.Qdq.SimulatedForm"/>, as they are on a GPU: ONNX Runtime's CUDA provider has no integer kernels for convolutions and no
    /// float32 kernels for the Q/DQ nodes of <c>com.microsoft</c>, so every one of them would travel to the CPU and back.
    /// </summary>
    public bool SimulatesIntegers => Accelerator is not null;

    /// <summary>The optimization level as results record it.</summary>
    public string OptimizationLevel => Optimize ? "all" : "none";

    /// <summary>The provider that is asked for, as results record it.</summary>
    public string Provider => Accelerator?.Provider ?? OrtModel.CpuProvider;

    /// <summary>
    /// What the figures may depend on, as results record it: instruction set or GPU, optimization level, and how exact products are
    /// (<see cref="PreciseProducts"/>, <see cref="Accelerator.TensorFloat32"/>).
    /// </summary>
    public string Environment => Accelerator is null
        ? $"{CpuFeatures.InstructionSet};optimization={OptimizationLevel};x64quantprecision={(PreciseProducts ? 1 : 0)}"
        : $"{Accelerator.Text};optimization={OptimizationLevel};integers=simulated";
}
