using Microsoft.ML.OnnxRuntime;

namespace SameSame.Evaluation.Sessions;

/// <summary>A run did not fit into the device's memory; a smaller batch may.</summary>
public sealed class OutOfDeviceMemoryException(string message, Exception inner) : Exception(message, inner)
{
    private static readonly string[] Signs =
    [
        "bad_alloc", "Failed to allocate memory", "is smaller than requested bytes", "out of memory", "OUT_OF_MEMORY", "CUDA failure 2:", "CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED", "bad allocation",
    ];

    /// <summary>Whether ONNX Runtime's error is one of memory: it has no code of its own, only words.</summary>
    public static bool Is(OnnxRuntimeException e) => Signs.Any(s => e.Message.Contains(s, StringComparison.OrdinalIgnoreCase));
}
