using SameSame.Onnx.Constants;

namespace SameSame.Onnx.Tests.Constants;

/// <summary>Each operator, over types, forms and shapes, folds to what ONNX Runtime computes.</summary>
public class OracleTests
{
    private static readonly Dictionary<string, OracleCase> Cases =
        MovementCases.All.Concat(ArithmeticCases.All).Concat(FunctionCases.All).ToDictionary(c => c.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_folded_operator_gives_what_onnx_runtime_computes(string name)
    {
        var c = Cases[name];
        var graph = new OracleGraph(c.Opset);
        var outputs = graph.Node(c.Op, [.. c.Inputs.Select(i => i is null ? "" : graph.Add(i))], c.Attributes, c.Outputs);
        foreach (var output in outputs)
            graph.Return(output);
        graph.Check(c.Tolerance);
    }

    [Fact]
    public void Every_operator_has_a_case() =>
        Assert.Empty(ConstantEvaluator.Supported.Except(Cases.Values.Select(c => c.Op)).Except(["CastLike", "Identity"]));
}
