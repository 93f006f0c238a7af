using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Testing.Fuzzing;

/// <summary>Makes some channels of some convolutions dead, tiny or carried by their bias, as training leaves them.</summary>
internal static class Degeneration
{
    public static void Apply(ModelProto model, Random random)
    {
        foreach (var node in model.Graph.Node.Where(n => n.OpType == "Conv" && random.Next(3) == 0))
        {
            var weights = model.Graph.Initializer.Single(t => t.Name == node.Input[1]);
            var values = weights.ToFloats();
            var row = values.Length / (int)weights.Dims[0];
            var whole = random.Next(12) == 0;
            for (var o = 0; o < weights.Dims[0]; o++)
            {
                if (!whole && random.Next(4) != 0)
                    continue;
                var size = random.Next(3) == 0 ? 0 : Math.Pow(10, -random.Next(3, 30));
                foreach (ref var w in values.AsSpan(o * row, row))
                    w = (float)(w * (whole ? 0 : size));
            }

            Set(weights, values);
            if (node.Input.Count > 2 && random.Next(2) == 0)
            {
                var bias = model.Graph.Initializer.Single(t => t.Name == node.Input[2]);
                Set(bias, [.. bias.ToFloats().Select(b => random.Next(3) == 0 ? (random.Next(2) == 0 ? -4 : 3) : b)]);
            }
        }
    }

    private static void Set(TensorProto tensor, float[] values) => tensor.RawData = TensorData.Floats("", [], values).RawData;
}
