using Microsoft.ML.OnnxRuntime;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Testing;

/// <summary>
/// Compares a quantized session with the float simulation one fused block at a time: each block is simulated from what the session itself had
/// at the block's inputs. Over a whole deep network that would say little, since one code that rounds the other way in an early layer
/// grows, block by block, to the size of the rounding noise itself, as any perturbation does.
/// </summary>
public static class BlockwiseSimulation
{
    /// <summary>What the comparison of one stored tensor found.</summary>
    /// <param name="Tensor">The tensor.</param>
    /// <param name="Differing">Share of values that differ by half a step or more.</param>
    /// <param name="WorstSteps">Greatest difference in quantization steps.</param>
    public sealed record Block(string Tensor, double Differing, double WorstSteps);

    /// <summary>Compares every stored tensor of <paramref name="quantized"/>; also returns the session's first output.</summary>
    public static (List<Block> Blocks, float[] Logits) Compare(ModelProto quantized, IReadOnlyList<string> stored, float[] input, long[] shape)
    {
        var measured = Tap(quantized, stored, input, shape, out var logits);
        var simulated = Simulate(Cut(FloatSimulation.Of(quantized), stored), measured, input, shape);
        var scales = Scales(quantized, stored);
        return ([.. stored.Select(t => Difference(t, measured[t].Values, simulated[t], scales[t]))], logits);
    }

    private static Block Difference(string tensor, float[] measured, float[] simulated, double step)
    {
        var steps = measured.Zip(simulated, (m, s) => Math.Abs((double)m - s) / step).ToList();
        return new Block(tensor, steps.Count(d => d >= 0.5) / (double)steps.Count, steps.Max());
    }

    private static Dictionary<string, (long[] Dims, float[] Values)> Tap(ModelProto model, IReadOnlyList<string> stored, float[] input, long[] shape, out float[] logits)
    {
        var tapped = model.Clone();
        foreach (var tensor in stored)
            tapped.Graph.Output.Add(Value(tensor));
        var values = new Dictionary<string, (long[], float[])>(StringComparer.Ordinal);
        float[] first = [];
        using var session = new OrtModel(OnnxFile.ToBytes(tapped), new SessionSettings(1), "tapped");
        session.Run(input, shape, (index, dims, data) =>
        {
            if (index == 0)
                first = data.ToArray();
            else
                values[session.Outputs[index]] = (dims, data.ToArray());
        });
        logits = first;
        return values;
    }

    // Every stored tensor becomes an input of what reads it and an output of what computes it.
    private static ModelProto Cut(ModelProto simulation, IReadOnlyList<string> stored)
    {
        var graph = new OnnxGraph(simulation.Clone());
        var producers = graph.Producers();
        graph.Model.Graph.Output.Clear();
        foreach (var tensor in stored)
        {
            producers[tensor].Output[0] = $"{tensor}.recomputed";
            graph.Model.Graph.Input.Add(Value(tensor));
            graph.Model.Graph.Output.Add(Value($"{tensor}.recomputed"));
        }

        return graph.Model;
    }

    private static Dictionary<string, float[]> Simulate(ModelProto cut, Dictionary<string, (long[] Dims, float[] Values)> given, float[] input, long[] shape)
    {
        using var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(OnnxFile.ToBytes(cut), options);
        using var run = new RunOptions();
        var inputs = session.InputNames.Select(n => given.TryGetValue(n, out var v)
            ? OrtValue.CreateTensorValueFromMemory(v.Values, v.Dims) : OrtValue.CreateTensorValueFromMemory(input, shape)).ToList();
        using var outputs = session.Run(run, session.InputNames, inputs, session.OutputNames);
        inputs.ForEach(i => i.Dispose());
        return session.OutputNames.Select((n, i) => (n, i)).ToDictionary(p => p.n[..^".recomputed".Length], p => outputs[p.i].GetTensorDataAsSpan<float>().ToArray());
    }

    private static Dictionary<string, double> Scales(ModelProto model, IReadOnlyList<string> stored)
    {
        var graph = new OnnxGraph(model);
        var producers = graph.Producers();
        return stored.ToDictionary(t => t, t => (double)graph.Initializer(producers[t].Input[1])!.ToFloats()[0]);
    }

    private static ValueInfoProto Value(string name) =>
        new() { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)OnnxDataType.Float } } };
}
