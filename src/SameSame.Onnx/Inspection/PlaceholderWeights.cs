using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Inspection;

/// <summary>
/// Stands in for float weights that a file leaves out, so that a bare graph can be inspected and its algebra tested: seeded, of the scale that
/// trained networks have (He et al., ICCV 2015, for kernels; variances and gammas around 1).
/// </summary>
public static class PlaceholderWeights
{
    /// <summary>Fills in place; returns how many tensors had no data.</summary>
    public static int Fill(ModelProto model, int seed = 0)
    {
        var roles = Roles(model);
        var random = new Random(seed);
        var filled = 0;
        foreach (var tensor in model.Graph.Initializer.Where(IsMissing))
        {
            var role = roles.GetValueOrDefault(tensor.Name);
            var fanIn = tensor.Dims.Count >= 2 ? tensor.Dims.Skip(1).Aggregate(1L, (a, b) => a * b) : 1;
            var values = new float[tensor.Count()];
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)Draw(random, role, fanIn);
            tensor.RawData = TensorData.Floats("", [], values).RawData;
            filled++;
        }

        return filled;
    }

    private static double Draw(Random random, Role role, long fanIn) => role switch
    {
        Role.Variance => 0.5 + random.NextDouble(),
        Role.Gain => 1 + 0.2 * Normal(random),
        Role.Shift => 0.1 * Normal(random),
        _ => Math.Sqrt(2.0 / fanIn) * Normal(random),
    };

    // Box and Muller (1958).
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static bool IsMissing(TensorProto tensor) => tensor.ElementType() == OnnxDataType.Float && tensor.Count() > 0
        && !tensor.HasRawData && tensor.FloatData.Count == 0 && tensor.ExternalData.Count == 0;

    // What each tensor is used for, seen through the Identity nodes that exporters put over shared ones; a variance wins, since it must be positive.
    private static Dictionary<string, Role> Roles(ModelProto model)
    {
        var source = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in model.Graph.Node.Where(n => n.OpType == "Identity"))
            source[node.Output[0]] = source.GetValueOrDefault(node.Input[0], node.Input[0]);
        var roles = new Dictionary<string, Role>(StringComparer.Ordinal);
        foreach (var node in model.Graph.Node)
        {
            for (var i = 0; i < node.Input.Count; i++)
            {
                var name = source.GetValueOrDefault(node.Input[i], node.Input[i]);
                if (RoleOf(node.OpType, i) is var role && role > roles.GetValueOrDefault(name))
                    roles[name] = role;
            }
        }

        return roles;
    }

    private static Role RoleOf(string op, int input) => (op, input) switch
    {
        ("BatchNormalization", 4) => Role.Variance,
        ("BatchNormalization" or "LayerNormalization" or "InstanceNormalization", 1) or ("Mul", _) => Role.Gain,
        ("BatchNormalization", 2 or 3) or ("LayerNormalization" or "InstanceNormalization", 2) or ("Conv" or "ConvTranspose" or "Gemm", 2) or ("Add", _) => Role.Shift,
        _ => Role.Kernel,
    };

    private enum Role
    {
        Kernel,
        Shift,
        Gain,
        Variance,
    }
}
