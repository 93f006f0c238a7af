using SameSame.Onnx.Constants;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Tests.Constants;

/// <summary>The evaluator gives what the ONNX backend's own operator tests expect.</summary>
public class PublishedCaseTests
{
    public static TheoryData<string> Operators => [.. ConstantEvaluator.Supported.Order(StringComparer.Ordinal)];

    [SkippableTheory]
    [MemberData(nameof(Operators))]
    public void Published_outputs_are_met(string op)
    {
        Skip.IfNot(PublishedCases.Exist, "Debian's libonnx-testdata is not installed");
        var cases = PublishedCases.Of(op).ToList();
        Assert.NotEmpty(cases);
        Assert.Empty(Failures(cases));
    }

    [SkippableFact]
    public void Graphs_of_several_operators_meet_their_published_outputs()
    {
        Skip.IfNot(PublishedCases.Exist, "Debian's libonnx-testdata is not installed");
        var cases = PublishedCases.Of(null).ToList();
        Assert.True(cases.Count > 30, $"{cases.Count} graphs");
        Assert.Empty(Failures(cases));
    }

    private static List<string> Failures(IEnumerable<(string Folder, ModelProto Model)> cases) =>
    [
        .. from c in cases
           from pair in PublishedCases.Evaluate(c.Folder, c.Model)
           let failure = Failure(pair.Expected, pair.Actual)
           where failure is not null
           select $"{Path.GetFileName(c.Folder)}: {failure}",
    ];

    private static string? Failure(ConstantTensor expected, ConstantTensor? actual)
    {
        if (actual is null)
            return "not evaluated";
        if (actual.Type != expected.Type || !actual.Dims.SequenceEqual(expected.Dims))
            return $"{actual.Type} [{string.Join(',', actual.Dims)}] for {expected.Type} [{string.Join(',', expected.Dims)}]";
        if (expected.Floats is null)
            return expected.Integers!.SequenceEqual(actual.Integers!) ? null : "other integers";
        // The published outputs are NumPy's, some of them computed in the tensor's own type.
        var tolerance = expected.Type == OnnxDataType.Float16 ? 1e-3 : 2e-6;
        return expected.Floats.Zip(actual.Floats!)
            .All(p => p.First.Equals(p.Second) || Math.Abs(p.First - p.Second) <= tolerance * Math.Max(Math.Abs(p.First), 1e-1))
            ? null : "other numbers";
    }
}
