using SameSame.Evaluation.Sessions;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Testing;

/// <summary>Runs a model once in ONNX Runtime: the oracle for everything that rewrites graphs.</summary>
public static class OnnxRunner
{
    /// <summary>The first output.</summary>
    public static float[] Run(ModelProto model, float[] input, long[] shape, bool optimize = true)
    {
        float[] result = [];
        using var session = new OrtModel(OnnxFile.ToBytes(model), new SessionSettings(1, optimize), "test model");
        session.Run(input, shape, (index, _, values) => result = index == 0 ? values.ToArray() : result);
        return result;
    }

    /// <summary>Values and dimensions of named tensors.</summary>
    public static Dictionary<string, (long[] Dims, float[] Values)> RunAll(ModelProto model, IEnumerable<string> tensors, float[] input, long[] shape)
    {
        var copy = model.Clone();
        foreach (var name in tensors.Where(t => copy.Graph.Output.All(o => o.Name != t)))
            copy.Graph.Output.Add(new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)OnnxDataType.Float } } });
        var results = new Dictionary<string, (long[], float[])>(StringComparer.Ordinal);
        using var session = new OrtModel(OnnxFile.ToBytes(copy), new SessionSettings(1, Optimize: false), "test model");
        session.Run(input, shape, (index, dims, values) => results[session.Outputs[index]] = (dims, values.ToArray()));
        return results;
    }

    /// <summary>Greatest deviation of <paramref name="actual"/>, relative to the greatest magnitude expected.</summary>
    public static double Deviation(float[] expected, float[] actual)
    {
        if (expected.Length != actual.Length)
            return double.PositiveInfinity;
        var scale = Math.Max(expected.Max(v => Math.Abs((double)v)), 1e-20);
        return expected.Zip(actual, (e, a) => float.IsFinite(a) ? Math.Abs((double)e - a) : double.PositiveInfinity).Max() / scale;
    }
}
