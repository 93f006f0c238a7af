using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Reading;
using SameSame.Onnx.Schema;
using SameSame.Testing;
using Xunit;
using static SameSame.Onnx.Graph.NodeAttributes;

namespace SameSame.Onnx.Tests.Reading;

/// <summary>A body in the place of its call computes what the call did, in ONNX Runtime.</summary>
public class FunctionInlinerTests
{
    [SkippableTheory]
    [InlineData("model_function.onnx")]
    [InlineData("local_function.onnx")]
    public void A_file_computes_what_it_did(string file)
    {
        var (model, shape) = Same.Fault(file);
        var graph = Same.After(model, g => FunctionInliner.Inline(g.Model), shape);
        Assert.Empty(graph.Model.Functions);
        Assert.All(graph.Nodes, n => Assert.Equal("", n.Domain));
        Assert.Equal(model.IrVersion, graph.Model.IrVersion);
    }

    [Fact]
    public void Attributes_come_from_the_call_or_the_default_or_not_at_all()
    {
        var body = Create("Gemm", ["a", "b"], "y", Reference("alpha", "by"), Reference("beta", "none"),
            Reference("transB", "turned"));
        var function = Functions.Of("Scaled", ["a", "b"], ["y"], body);
        function.Attribute.AddRange(["by", "none"]);
        function.AttributeProto.Add(Attribute("turned", 1));
        var graph = Inlined(b =>
            Functions.Call(b, "Scaled", [2, 4], [b.Input(2, 4), b.Normal(1, 4, 4)], Attribute("by", 2.5f)), function);
        Assert.Equal(["alpha", "transB"], graph.Nodes[0].Attribute.Select(a => a.Name));
    }

    [Fact]
    public void Two_calls_share_no_name_even_where_the_body_holds_graphs()
    {
        var graph = Inlined(b =>
            Functions.Call(b, "Switch", [2, 4], [Functions.Call(b, "Switch", [2, 4], [b.Input(2, 4)])]), Functions.Switch());
        var names = graph.Nodes.SelectMany(n =>
            n.Output.Concat(Subgraphs.Of(n).SelectMany(g => g.Node).SelectMany(i => i.Output))).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Distinct(graph.Nodes.Select(n => n.Name));
    }

    [Fact]
    public void A_function_calls_another_one()
    {
        var inner = Functions.Of("Inner", ["a"], ["y"], Create("Neg", ["a"], "y"));
        var outer = Functions.Of("Outer", ["a"], ["y"], Create("Sigmoid", ["a"], "t"),
            Functions.Own(Create("Inner", ["t"], "y")));
        outer.OpsetImport.Add(new OperatorSetIdProto { Domain = Functions.Domain, Version = 1 });
        Assert.Equal(["Sigmoid", "Neg"],
            Inlined(b => Functions.Call(b, "Outer", [2, 4], [b.Input(2, 4)]), inner, outer).Operators());
    }

    [Fact]
    public void An_omitted_input_is_omitted_inside()
    {
        var function = Functions.Of("Bound", ["a", "low", "high"], ["y"], Create("Clip", ["a", "low", "high"], "y"));
        Inlined(b => Functions.Call(b, "Bound", [2, 4], [b.Input(2, 4), "", b.Constant([], 0.3f)]), function);
        Inlined(b => Functions.Call(b, "Bound", [2, 4], [b.Input(2, 4), b.Constant([], -0.2f)]), function);
    }

    [Fact]
    public void Outputs_may_be_omitted()
    {
        var function = Functions.Of("Both", ["a"], ["first", "second"], Create("Relu", ["a"], "first"),
            Create("Neg", ["a"], "second"));
        Inlined(b => Functions.Call(b, "Both", [[2, 4], [2, 4]], [b.Input(2, 4)])[1], function);
        // ONNX Runtime wants all of a function's outputs, so a model without the function says what is right.
        var plain = new GraphBuilder(7);
        var model = Functions.Model(b => Functions.Call(b, "Both", [2, 4], [b.Input(2, 4)]), function);
        FunctionInliner.Inline(model);
        Same.Compare(plain.Build(plain.Same("Relu", plain.Input(2, 4))), model, 2, 4);
    }

    [Fact]
    public void An_output_that_is_an_input_is_copied()
    {
        // ONNX Runtime wants an Identity in the body, so a model without the function says what is right.
        var model = Functions.Model(b => Functions.Call(b, "Both", [[2, 4], [2, 4]], [b.Same("Neg", b.Input(2, 4))])[1],
            Functions.Of("Both", ["a"], ["first", "a"], Create("Relu", ["a"], "first")));
        FunctionInliner.Inline(model);
        var plain = new GraphBuilder(7);
        Same.Compare(plain.Build(plain.Same("Neg", plain.Input(2, 4))), model, 2, 4);
    }

    [Fact]
    public void A_call_inside_a_graph_of_a_node_is_replaced()
    {
        var model = Functions.Model(b =>
            Functions.Call(b, "Outer", [2, 4], [b.Input(2, 4)]), Functions.Switch(Functions.Own(Create("Inner", ["a"], "left"))),
            Functions.Of("Inner", ["q"], ["r"], Create("Sigmoid", ["q"], "r")));
        model.Functions[0].Name = "Outer";
        model.Functions[0].OpsetImport.Add(new OperatorSetIdProto { Domain = Functions.Domain, Version = 1 });
        var graph = Same.After(model, g => FunctionInliner.Inline(g.Model), 2, 4);
        Assert.DoesNotContain(graph.Nodes.SelectMany(Subgraphs.Of).SelectMany(g => g.Node), n => n.Domain.Length > 0);
    }

    [Fact]
    public void What_the_body_needs_is_imported()
    {
        var function = Functions.Of("Soft", ["a"], ["y"],
            new NodeProto { OpType = "Gelu", Domain = "com.microsoft", Input = { "a" }, Output = { "y" } });
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        var model = Functions.Model(b => Functions.Call(b, "Soft", [2, 4], [b.Input(2, 4)]), function);
        FunctionInliner.Inline(model);
        Assert.Contains(model.OpsetImport, o => o is { Domain: "com.microsoft", Version: 1 });
        Assert.Equal(8, OnnxRunner.Run(model, GraphBuilder.Samples(1, 2, 4), [2, 4], optimize: false).Length);
    }

    [Fact]
    public void Another_operator_set_is_refused()
    {
        var function = Functions.Of("Act", ["a"], ["y"], Create("Relu", ["a"], "y"));
        function.OpsetImport[0].Version = 12;
        Refused("version 12 of domain '' and the model in 13", function);
    }

    [Fact]
    public void Recursion_is_refused() =>
        Refused("function Act of domain 'own' calls itself",
            Functions.Of("Act", ["a"], ["y"], Functions.Own(Create("Act", ["a"], "y"))));

    [Fact]
    public void A_missing_input_that_is_an_output_is_refused() =>
        Refused("is an input that the call omits", Functions.Of("Act", ["a", "b"], ["b"]));

    private static AttributeProto Reference(string name, string to) =>
        new() { Name = name, RefAttrName = to, Type = name == "transB" ? 2 : 1 };

    private static OnnxGraph Inlined(Func<GraphBuilder, string> build, params FunctionProto[] functions)
    {
        var graph = Same.After(Functions.Model(build, functions), g => FunctionInliner.Inline(g.Model), 2, 4);
        Assert.DoesNotContain(graph.Nodes, n => n.Domain == Functions.Domain);
        return graph;
    }

    private static void Refused(string line, FunctionProto function)
    {
        var model = Functions.Model(b => Functions.Call(b, "Act", [2, 4], [b.Input(2, 4)]), function);
        Assert.Contains(line, Assert.Throws<OnnxFormatException>(() => FunctionInliner.Inline(model)).Message,
            StringComparison.Ordinal);
    }
}
