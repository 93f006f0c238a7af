using System.Globalization;
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

    /// <summary>Most bytes of the GPU's memory that one session's arena may take; null is all there are.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>
    /// Whether convolutions and products may round their factors to TensorFloat-32, which keeps 10 bits of the mantissa. ONNX Runtime's default is yes; ours is no, because
    /// a measurement of 16-bit schemes would be one of that rounding.
    /// </summary>
    public bool TensorFloat32 { get; init; }

    /// <summary>
    /// cuDNN's choice of a convolution's algorithm: <c>HEURISTIC</c> by shape, or <c>EXHAUSTIVE</c> by timing all of them at the first run of every shape, which
    /// may choose otherwise, and round otherwise, the next time.
    /// </summary>
    public string ConvolutionSearch { get; init; } = "HEURISTIC";

    /// <summary>The GPU's name, compute capability and arithmetic, as results record them. TensorRT decides about TensorFloat-32 by itself.</summary>
    public string Text
    {
        get
        {
            var device = CudaDriver.Devices.FirstOrDefault(d => d.Index == Index);
            return $"{device?.Name ?? "GPU"} (compute capability {device?.ComputeCapability ?? "unknown"});tf32={(Provider == TensorRt ? "unset" : TensorFloat32 ? "1" : "0")}";
        }
    }

    /// <summary>Puts the provider in front of the CPU's; what it has no kernel for runs there, and <see cref="ProviderCensus"/> shows it.</summary>
    internal void AddTo(SessionOptions options)
    {
        if (Provider == TensorRt)
            options.AppendExecutionProvider_Tensorrt(Index);
        using var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(new Dictionary<string, string>
        {
            ["device_id"] = Index.ToString(CultureInfo.InvariantCulture),
            ["use_tf32"] = TensorFloat32 ? "1" : "0",
            ["cudnn_conv_algo_search"] = ConvolutionSearch,
            // Doubling would leave up to half of the memory idle beside another evaluator.
            ["arena_extend_strategy"] = "kSameAsRequested",
            ["gpu_mem_limit"] = (MemoryLimit is { } limit ? (ulong)limit : ulong.MaxValue).ToString(CultureInfo.InvariantCulture),
        });
        options.AppendExecutionProvider_CUDA(cuda);
    }
}
