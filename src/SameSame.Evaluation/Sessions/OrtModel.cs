using Microsoft.ML.OnnxRuntime;
using SameSame.Onnx;

namespace SameSame.Evaluation.Sessions;

/// <summary>An ONNX Runtime session over one image input.</summary>
public sealed class OrtModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string[] _outputs;

    /// <summary>Opens a session.</summary>
    /// <param name="model">The model's bytes.</param>
    /// <param name="settings">Threads and optimization.</param>
    /// <param name="name">What errors call the model.</param>
    /// <exception cref="OnnxFormatException">ONNX Runtime refuses the model.</exception>
    public OrtModel(byte[] model, SessionSettings settings, string name)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = settings.Threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = settings.Optimize ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // Without it, kernels for CPUs that lack VNNI add pairs of u8*s8 products in int16, which saturates.
        options.AddSessionConfigEntry("session.x64quantprecision", "1");
        // Threads that spin between operators starve the other sessions of a two-core evaluator.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        try
        {
            _session = new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new OnnxFormatException($"{name}: ONNX Runtime cannot load it ({e.Message.ReplaceLineEndings(" ")})", e);
        }

        InputName = _session.InputNames[0];
        var shape = _session.InputMetadata[InputName].Dimensions;
        FixedBatch = shape.Length > 0 && shape[0] > 0 ? shape[0] : null;
        _outputs = [.. _session.OutputNames];
    }

    /// <summary>Name of the image input.</summary>
    public string InputName { get; }

    /// <summary>The batch the graph insists on, or null where it takes any.</summary>
    public int? FixedBatch { get; }

    /// <summary>Output names, in the order <see cref="Run"/> gives them.</summary>
    public IReadOnlyList<string> Outputs => _outputs;

    /// <summary>The provider that runs the graph, as results record it.</summary>
    public static string Provider => "CPUExecutionProvider";

    /// <summary>The version of ONNX Runtime, as results record it.</summary>
    public static string RuntimeVersion => OrtEnv.Instance().GetVersionString();

    /// <summary>Execution providers that this build of ONNX Runtime has.</summary>
    public static IReadOnlyList<string> AvailableProviders => OrtEnv.Instance().GetAvailableProviders();

    /// <summary>Runs one batch and hands each output to <paramref name="consume"/>: index, dimensions, data.</summary>
    /// <param name="tensor">Input values; at least as long as the shape says.</param>
    /// <param name="shape">Input shape, batch first.</param>
    /// <param name="consume">Called once an output, before the buffers are released.</param>
    public void Run(float[] tensor, long[] shape, OutputConsumer consume)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, tensor.AsMemory(0, (int)shape.Aggregate(1L, (a, b) => a * b)), shape);
        try
        {
            using var results = _session.Run(_run, [InputName], [input], _outputs);
            for (var i = 0; i < results.Count; i++)
            {
                var info = results[i].GetTensorTypeAndShape();
                consume(i, info.Shape, results[i].GetTensorDataAsSpan<float>());
            }
        }
        catch (OnnxRuntimeException e)
        {
            throw new OnnxFormatException($"ONNX Runtime failed on input [{string.Join(',', shape)}]: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
    }
}

/// <summary>Receives one output of a run.</summary>
public delegate void OutputConsumer(int index, long[] dimensions, ReadOnlySpan<float> values);
