using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace SameSame.Evaluation.Sessions;

/// <summary>One input tensor and one output of a session: each run reads and writes the same memory and allocates nothing of ours.</summary>
internal sealed class BoundRun : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options;
    private readonly OrtIoBinding _binding;
    private readonly OrtValue _input, _output;
    private readonly string _inputName;

    public BoundRun(InferenceSession session, RunOptions options, string inputName, OrtValue input, string outputName, long[] outputShape)
    {
        (_session, _options, _inputName, _input, Shape) = (session, options, inputName, input, outputShape);
        _output = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, outputShape);
        _binding = session.CreateIoBinding();
        _binding.BindOutput(outputName, _output);
    }

    /// <summary>Shape of the output.</summary>
    public long[] Shape { get; }

    /// <summary>Runs; the values stay until the next run.</summary>
    public ReadOnlySpan<float> Run()
    {
        // Binding is what copies an input to a GPU: one that is bound once would be run on the first batch's pixels for ever.
        _binding.BindInput(_inputName, _input);
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
