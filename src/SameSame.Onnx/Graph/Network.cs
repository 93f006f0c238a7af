using SameSame.Onnx.Algebra;
using SameSame.Onnx.Folding;
using SameSame.Onnx.IO;
using SameSame.Onnx.Reading;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Graph;

/// <summary>A model made ready: normalized, BatchNorm and constant channels folded, channels analysed. The original stays beside it as the reference.</summary>
public sealed class Network
{
    private Network(string name, ModelProto original, OnnxGraph folded, int foldedNorms, int constantChannels, ChannelAnalysis analysis)
    {
        (Name, Original, Folded, FoldedNorms, ConstantChannels, Analysis) = (name, original, folded, foldedNorms, constantChannels, analysis);
    }

    /// <summary>What errors call it.</summary>
    public string Name { get; }

    /// <summary>The model as it was read.</summary>
    public ModelProto Original { get; }

    /// <summary>The normalized, folded graph. Not to be changed: clone it.</summary>
    public OnnxGraph Folded { get; }

    /// <summary>How many BatchNormalizations were folded.</summary>
    public int FoldedNorms { get; }

    /// <summary>How many provably constant channels were folded into their readers' biases.</summary>
    public int ConstantChannels { get; }

    /// <summary>The channel classes of <see cref="Folded"/>.</summary>
    public ChannelAnalysis Analysis { get; }

    /// <summary>Prepares a model.</summary>
    /// <param name="model">The model as it was read.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="inputShape">Shape of the image input, its batch -1, for files that do not state one.</param>
    /// <exception cref="OnnxFormatException">It cannot be used; one line that says why.</exception>
    public static Network Prepare(ModelProto model, string name, long[]? inputShape = null)
    {
        try
        {
            var graph = new OnnxGraph(ModelReading.Standardize(model, inputShape));
            GraphNormalizer.Normalize(graph, name);
            var folded = BatchNormFolder.Fold(graph);
            var constants = ConstantChannelFolder.Fold(graph);
            return new Network(name, model, graph, folded, constants, ChannelAlgebra.Analyze(graph));
        }
        catch (OnnxFormatException e) when (!e.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw new OnnxFormatException($"{name}: {e.Message}", e);
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or OverflowException or KeyNotFoundException or InvalidOperationException)
        {
            throw new OnnxFormatException($"{name}: the graph is not valid ONNX ({e.Message})", e);
        }
    }

    /// <summary>Reads and prepares a file.</summary>
    public static Network Load(string path, long[]? inputShape = null) => Prepare(OnnxFile.Load(path), path, inputShape);

    /// <summary>The same model with another folded graph, whose tensors have the channel classes they had.</summary>
    internal Network With(OnnxGraph folded, ChannelAnalysis analysis) => new(Name, Original, folded, FoldedNorms, ConstantChannels, analysis);

    /// <summary>The folded network with factors applied; computes the same function.</summary>
    public OnnxGraph Factorize(double[] factors)
    {
        var graph = Folded.Clone();
        ChannelAlgebra.Apply(graph, Analysis, factors);
        return graph;
    }
}
