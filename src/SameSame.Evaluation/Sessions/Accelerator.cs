using Microsoft.ML.OnnxRuntime;

namespace SameSame.Evaluation.Sessions;

/// <summary>A GPU as ONNX Runtime addresses it.</summary>
/// <param name="Provider"><see cref="Cuda"/> or <see cref="TensorRt"/>.</param>
/// <param name="Index">Number of the GPU.</param>
public sealed record Accelerator(string Provider, int Index)
{
    /// <summary>ONNX Runtime's name of its CUDA provider.</summary>
    public const string Cuda = "CUDAExecutionProvider";

    /// <summary>ONNX Runtime's name of its TensorRT provider.</summary>
    public const string TensorRt = "TensorrtExecutionProvider";

    /// <summary>Puts the provider in front of the CPU's; what it has no kernel for runs there, and <see cref="ProviderCensus"/> shows it.</summary>
    internal void AddTo(SessionOptions options)
    {
        if (Provider == TensorRt)
            options.AppendExecutionProvider_Tensorrt(Index);
        options.AppendExecutionProvider_CUDA(Index);
    }
}
