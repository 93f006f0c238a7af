using Microsoft.ML.OnnxRuntime;

namespace SameSame.Evaluation.Sessions;

/// <summary>Which GPUs ONNX Runtime can use here and, where it can use none, why not and what would help.</summary>
/// <param name="Gpus">Numbers of the GPUs.</param>
/// <param name="Problem">One line; null where there is a GPU.</param>
public sealed record GpuProbe(IReadOnlyList<int> Gpus, string? Problem)
{
    /// <summary>Looks at the build, its libraries and the machine, in this order.</summary>
    /// <param name="provider"><see cref="Accelerator.Cuda"/> or <see cref="Accelerator.TensorRt"/>.</param>
    public static GpuProbe Look(string provider)
    {
        var available = OrtModel.AvailableProviders;
        if (!available.Contains(provider))
        {
            return new GpuProbe([], $"this build of ONNX Runtime has no {provider} (it has {string.Join(", ", available)}); build with -p:Gpu=true on a machine with an NVIDIA driver, CUDA and cuDNN"
                + (provider == Accelerator.TensorRt ? " and TensorRT" : ""));
        }

        try
        {
            using var options = new SessionOptions();
            new Accelerator(provider, 0).AddTo(options);
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            return new GpuProbe([], $"{provider} does not load ({e.Message.ReplaceLineEndings(" ")}); put the libraries it names on the loader's path (LD_LIBRARY_PATH)");
        }

        var gpus = CudaDriver.Devices;
        return gpus.Count > 0
            ? new GpuProbe([.. gpus.Select(g => g.Index)], null)
            : new GpuProbe([], "no NVIDIA GPU is visible to this process; check nvidia-smi and CUDA_VISIBLE_DEVICES, and in a container the runtime's --gpus");
    }
}
