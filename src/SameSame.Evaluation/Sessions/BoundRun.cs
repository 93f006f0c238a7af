using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace SameSame.Evaluation.Sessions;

/// <summary>One input tensor and one output of a session, bound once: each run reads and writes the same memory and allocates nothing of ours.</summary>
internal sealed class BoundRun : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options;
    private readonly OrtIoBinding _binding;
    private readonly OrtValue _output;

    public BoundRun(InferenceSession session, RunOptions options, string inputName, OrtValue input, string outputName, long[] outputShape)
    {
        (_session, _options, Shape) = (session, options, outputShape);
        _output = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, outputShape);
        _binding = session.CreateIoBinding();
        _binding.BindInput(inputName, input);
        _binding.BindOutput(outputName, _output);
    }

    /// <summary>Shape of the output.</summary>
    public long[] Shape { get; }

    /// <summary>Runs; the values stay until the next run.</summary>
    public ReadOnlySpan<float> Run()
    {
        _session.RunWithBinding(_options, _binding);
        _binding.SynchronizeBoundOutputs();
        return _output.GetTensorDataAsSpan<float>();
    }

    public void Dispose()
    {
        _binding.Dispose();
        _output.Dispose();
    }
}
