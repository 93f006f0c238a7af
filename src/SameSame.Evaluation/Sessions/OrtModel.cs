using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SameSame.Evaluation.Preprocessing;
using SameSame.Onnx;

namespace SameSame.Evaluation.Sessions;

/// <summary>An ONNX Runtime session over one image input.</summary>
public sealed class OrtModel : IDisposable
{
    /// <summary>ONNX Runtime's name of its CPU provider.</summary>
    public const string CpuProvider = "CPUExecutionProvider";

    private readonly InferenceSession _session;
    private readonly SharedArena? _arena;
    private readonly RunOptions _run = new();
    private readonly string[] _outputs;
    private readonly Dictionary<(InputBuffer Buffer, int Count), BoundRun> _bound = [];
    private readonly string? _profile;
    private long[]? _outputTail;

    /// <summary>Opens a session.</summary>
    /// <param name="model">The model's bytes.</param>
    /// <param name="settings">Device, threads and optimization.</param>
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
        if (settings.PreciseProducts)
            options.AddSessionConfigEntry("session.x64quantprecision", "1");
        // Threads that spin between operators starve the other sessions of a two-core evaluator.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (settings.CountNodes)
        {
            _profile = Path.Combine(Path.GetTempPath(), $"samesame-{Environment.ProcessId}-{Guid.NewGuid():n}");
            options.ProfileOutputPathPrefix = _profile;
            options.EnableProfiling = true;
        }

        try
        {
            settings.Accelerator?.AddTo(options);
            _arena = settings.Accelerator is null ? SharedArena.Join(options) : null;
            _session = new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException e)
        {
            _arena?.Dispose();
            throw new OnnxFormatException($"{name}: ONNX Runtime cannot load it ({e.Message.ReplaceLineEndings(" ")})", e);
        }

        InputName = _session.InputNames[0];
        var input = _session.InputMetadata[InputName];
        FixedBatch = input.Dimensions is [> 0, ..] ? input.Dimensions[0] : null;
        Feed = input.ElementDataType != TensorElementType.UInt8 ? PixelFeed.Normalized : InputName == InputPrologue.Input ? PixelFeed.Packed : PixelFeed.Own;
        _outputs = [.. _session.OutputNames];
    }

    /// <summary>Name of the image input.</summary>
    public string InputName { get; }

    /// <summary>The batch the graph insists on, or null where it takes any.</summary>
    public int? FixedBatch { get; }

    /// <summary>In which form the graph takes its image.</summary>
    public PixelFeed Feed { get; }

    /// <summary>Output names, in the order a run gives them.</summary>
    public IReadOnlyList<string> Outputs => _outputs;

    /// <summary>What ran where, after the first run of a session that counts nodes.</summary>
    public ProviderCensus? Census { get; private set; }

    /// <summary>The version of ONNX Runtime, as results record it.</summary>
    public static string RuntimeVersion => OrtEnv.Instance().GetVersionString();

    /// <summary>Execution providers that this build of ONNX Runtime has.</summary>
    public static IReadOnlyList<string> AvailableProviders => OrtEnv.Instance().GetAvailableProviders();

    /// <summary>Runs one batch and hands each output to <paramref name="consume"/>: index, dimensions, data.</summary>
    /// <param name="tensor">Input values, whole numbers from 0 to 255 where the graph takes bytes; at least as long as the shape says.</param>
    /// <param name="shape">Input shape, batch first.</param>
    /// <param name="consume">Called once an output, before the buffers are released.</param>
    public void Run(float[] tensor, long[] shape, OutputConsumer consume)
    {
        var values = tensor.AsMemory(0, (int)shape.Aggregate(1L, (a, b) => a * b));
        using var input = Feed == PixelFeed.Normalized
            ? OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values, shape)
            : OrtValue.CreateTensorValueFromMemory<byte>(OrtMemoryInfo.DefaultInstance, Array.ConvertAll(values.ToArray(), v => (byte)v), shape);
        Run(input, _outputs, consume);
    }

    /// <summary>Runs the first images of a buffer and hands the first output to <paramref name="consume"/>. From the second run on it works on bound memory.</summary>
    /// <param name="buffer">Normalized images, or pixels, as <see cref="Feed"/> says.</param>
    /// <param name="count">How many.</param>
    /// <param name="consume">Called once.</param>
    /// <exception cref="OutOfDeviceMemoryException">The batch does not fit.</exception>
    public void Run(InputBuffer buffer, int count, OutputConsumer consume)
    {
        if (_outputTail is null)
        {
            Run(buffer.Tensor(count), [_outputs[0]], (output, dims, values) =>
            {
                consume(output, dims, values);
                _outputTail = dims[1..];
            });
            CountNodes();
            return;
        }

        try
        {
            if (!_bound.TryGetValue((buffer, count), out var bound))
                _bound[(buffer, count)] = bound = new BoundRun(_session, _run, InputName, buffer.Tensor(count), _outputs[0], [count, .. _outputTail]);
            consume(0, bound.Shape, bound.Run());
        }
        catch (OnnxRuntimeException e)
        {
            throw Translated(e, $"a batch of {count}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var bound in _bound.Values)
            bound.Dispose();
        CountNodes();
        _session.Dispose();
        _arena?.Dispose();
        _run.Dispose();
    }

    private void Run(OrtValue input, string[] outputs, OutputConsumer consume)
    {
        try
        {
            using var results = _session.Run(_run, [InputName], [input], outputs);
            for (var i = 0; i < results.Count; i++)
                consume(i, results[i].GetTensorTypeAndShape().Shape, results[i].GetTensorDataAsSpan<float>());
        }
        catch (OnnxRuntimeException e)
        {
            throw Translated(e, $"input [{string.Join(',', input.GetTensorTypeAndShape().Shape)}]");
        }
    }

    private static Exception Translated(OnnxRuntimeException e, string what) => OutOfDeviceMemoryException.Is(e)
        ? new OutOfDeviceMemoryException($"{what} does not fit into the device's memory", e)
        : new OnnxFormatException($"ONNX Runtime failed on {what}: {e.Message.ReplaceLineEndings(" ")}", e);

    private void CountNodes()
    {
        if (_profile is null || Census is not null)
            return;
        var path = _session.EndProfiling();
        Census = ProviderCensus.Read(path);
        File.Delete(path);
    }
}

/// <summary>Receives one output of a run.</summary>
public delegate void OutputConsumer(int index, long[] dimensions, ReadOnlySpan<float> values);
