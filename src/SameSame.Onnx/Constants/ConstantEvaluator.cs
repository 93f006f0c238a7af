using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Constants;

/// <summary>Evaluates single nodes of the default domain on constants, as the ONNX operator specification defines them.</summary>
internal static class ConstantEvaluator
{
    private static readonly Dictionary<string, Func<Operands, ConstantTensor[]>> Operators = Table();

    /// <summary>The operators that are evaluated.</summary>
    public static IReadOnlyCollection<string> Supported => Operators.Keys;

    /// <summary>
    /// The outputs of a node whose inputs are known; false where it cannot be evaluated, and nothing is known of its outputs.
    /// </summary>
    public static bool TryEvaluate(NodeProto node, IReadOnlyList<ConstantTensor?> inputs,
        out IReadOnlyList<ConstantTensor> outputs)
    {
        outputs = [];
        if (node.Domain is not ("" or "ai.onnx") || Subgraphs.Has(node) || !Operators.TryGetValue(node.OpType, out var evaluate))
            return false;
        try
        {
            outputs = evaluate(new Operands(node, inputs));
        }
        catch (Exception e) when (e is UnevaluableException or OverflowException)
        {
            return false;
        }

        return node.Output.Count <= outputs.Count;
    }

    private static Dictionary<string, Func<Operands, ConstantTensor[]>> Table()
    {
        (string Name, Evaluation Evaluate)[] single =
        [
            .. Reshaping.Operators, .. Movement.Operators, .. Selection.Operators, .. Generation.Operators,
            .. Arithmetic.Operators, .. Functions.Operators, .. Logic.Operators, .. Casts.Operators,
            .. Reduction.Operators, .. Products.Operators,
        ];
        var table = new Dictionary<string, Func<Operands, ConstantTensor[]>>(StringComparer.Ordinal);
        foreach (var (name, evaluate) in single)
            table.Add(name, o => [evaluate(o)]);
        table.Add("Split", Selection.Split);
        return table;
    }
}
