using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Evaluation.Measurement;

/// <summary>
/// Runs a graph over a set of images piece by piece: each piece ends with one of the given nodes, whose output may be changed before anything behind it
/// is computed. Every operator runs once; tensors are dropped as soon as no later piece reads them.
/// </summary>
internal sealed class SegmentedRun : IDisposable
{
    private readonly OnnxGraph _graph;
    private readonly List<Dictionary<string, OrtValue>> _batches = [];
    private readonly RunOptions _run = new();

    /// <summary>Starts with the graph's input.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="images">The images.</param>
    /// <param name="batch">Images in one call.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public SegmentedRun(ModelProto model, ImageBatches images, int batch, CancellationToken cancellation)
    {
        _graph = new OnnxGraph(model);
        var input = _graph.Inputs.Single().Name;
        var bytes = _graph.Inputs.Single().Type.TensorType.ElemType == (int)OnnxDataType.UInt8;
        images.For(bytes ? PixelFeed.Own : PixelFeed.Normalized).ForEach(batch, cancellation, (_, count, tensor, shape) =>
        {
            var values = tensor.AsSpan(0, (int)shape.Aggregate(1L, (a, b) => a * b));
            var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, bytes ? TensorElementType.UInt8 : TensorElementType.Float, shape);
            if (bytes)
                Array.ConvertAll(values.ToArray(), v => (byte)v).CopyTo(value.GetTensorMutableDataAsSpan<byte>());
            else
                values.CopyTo(value.GetTensorMutableDataAsSpan<float>());
            _batches.Add(new Dictionary<string, OrtValue>(StringComparer.Ordinal) { [input] = value });
        });
    }

    /// <summary>Runs the graph up to the last of <paramref name="ends"/>.</summary>
    /// <param name="ends">Nodes in graph order.</param>
    /// <param name="reached">Called with each node and its output, batch by batch, before any later node runs.</param>
    /// <param name="cancellation">Stops between pieces.</param>
    public void Run(IReadOnlyList<NodeProto> ends, Action<NodeProto, IReadOnlyList<OrtValue>> reached, CancellationToken cancellation)
    {
        var from = 0;
        foreach (var end in ends)
        {
            cancellation.ThrowIfCancellationRequested();
            var to = _graph.Nodes.IndexOf(end) + 1;
            var later = _graph.Nodes.Skip(to).SelectMany(Subgraphs.Reads).Append(end.Output[0]).ToHashSet(StringComparer.Ordinal);
            Step([.. _graph.Nodes.Skip(from).Take(to - from)], later);
            reached(end, [.. _batches.Select(b => b[end.Output[0]])]);
            from = to;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in _batches.SelectMany(b => b.Values))
            value.Dispose();
        _run.Dispose();
    }

    private void Step(IReadOnlyList<NodeProto> nodes, HashSet<string> later)
    {
        var inside = nodes.SelectMany(n => n.Output).ToHashSet(StringComparer.Ordinal);
        var inputs = nodes.SelectMany(Subgraphs.Reads).Where(i => _batches[0].ContainsKey(i)).Distinct().ToList();
        var outputs = inside.Where(later.Contains).ToList();
        using var options = new SessionOptions { IntraOpNumThreads = 1, GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(OnnxFile.ToBytes(Piece(nodes, inputs, outputs)), options);
        foreach (var batch in _batches)
        {
            // The collection is not disposed: its values live on, each as long as it is read.
            var results = session.Run(_run, inputs, [.. inputs.Select(i => batch[i])], outputs);
            foreach (var (name, value) in batch.Where(p => !later.Contains(p.Key)).ToList())
            {
                value.Dispose();
                batch.Remove(name);
            }

            for (var i = 0; i < outputs.Count; i++)
                batch[outputs[i]] = results[i];
        }
    }

    private ModelProto Piece(IReadOnlyList<NodeProto> nodes, IEnumerable<string> inputs, IEnumerable<string> outputs)
    {
        var piece = new ModelProto { IrVersion = _graph.Model.IrVersion, Graph = new GraphProto { Name = "piece" } };
        piece.OpsetImport.Add(_graph.Model.OpsetImport);
        piece.Graph.Node.Add(nodes);
        piece.Graph.Initializer.Add(nodes.SelectMany(Subgraphs.Reads).Distinct().Select(_graph.Initializer).OfType<TensorProto>());
        piece.Graph.Input.Add(inputs.Select(i => Value(i, _batches[0][i].GetTensorTypeAndShape())));
        piece.Graph.Output.Add(outputs.Select(o => new ValueInfoProto { Name = o }));
        return piece;
    }

    private static ValueInfoProto Value(string name, OrtTensorTypeAndShapeInfo info) =>
        new() { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)info.ElementDataType } } };
}
