using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Graph;

/// <summary>A mutable view of a model's main graph: nodes in topological order, initializers by name, consumers of each tensor.</summary>
public sealed class OnnxGraph
{
    private readonly Dictionary<string, TensorProto> _initializers = new(StringComparer.Ordinal);

    /// <summary>Wraps a model; changes through this view change the model.</summary>
    public OnnxGraph(ModelProto model)
    {
        Model = model;
        foreach (var tensor in model.Graph.Initializer)
            _initializers[tensor.Name] = tensor;
    }

    /// <summary>The model behind the view.</summary>
    public ModelProto Model { get; }

    /// <summary>The nodes, producers before consumers as ONNX requires.</summary>
    public IList<NodeProto> Nodes => Model.Graph.Node;

    /// <summary>The version of the default operator set.</summary>
    public long Opset => Model.OpsetImport.FirstOrDefault(o => o.Domain is "" or "ai.onnx")?.Version ?? 1;

    /// <summary>Inputs that are no initializers.</summary>
    public IEnumerable<ValueInfoProto> Inputs => Model.Graph.Input.Where(i => !_initializers.ContainsKey(i.Name));

    /// <summary>Names of the graph's outputs.</summary>
    public IEnumerable<string> Outputs => Model.Graph.Output.Select(o => o.Name);

    /// <summary>All initializers.</summary>
    public IEnumerable<TensorProto> Initializers => _initializers.Values;

    /// <summary>A copy that can be changed without changing this one.</summary>
    public OnnxGraph Clone() => new(Model.Clone());

    /// <summary>The initializer of that name, or null where the name is an activation or null.</summary>
    public TensorProto? Initializer(string? name) => name is not null && _initializers.TryGetValue(name, out var t) ? t : null;

    /// <summary>How many node inputs, graphs inside nodes and outputs read <paramref name="tensor"/>.</summary>
    public int UseCount(string tensor) => Nodes.Sum(n => Subgraphs.Reads(n).Count(i => i == tensor)) + Outputs.Count(o => o == tensor);

    /// <summary>The nodes that read each tensor, in graph order.</summary>
    public Dictionary<string, List<NodeProto>> Consumers()
    {
        var consumers = new Dictionary<string, List<NodeProto>>(StringComparer.Ordinal);
        foreach (var node in Nodes)
        {
            foreach (var input in Subgraphs.Reads(node).Distinct())
            {
                if (!consumers.TryGetValue(input, out var list))
                    consumers[input] = list = [];
                list.Add(node);
            }
        }

        return consumers;
    }

    /// <summary>The node that computes each tensor.</summary>
    public Dictionary<string, NodeProto> Producers() =>
        Nodes.SelectMany(n => n.Output.Where(o => o.Length > 0).Select(o => (o, n))).ToDictionary(p => p.o, p => p.n, StringComparer.Ordinal);

    /// <summary>Adds an initializer, or replaces the one of that name.</summary>
    public void SetInitializer(TensorProto tensor)
    {
        if (_initializers.TryGetValue(tensor.Name, out var old))
            Model.Graph.Initializer[Model.Graph.Initializer.IndexOf(old)] = tensor;
        else
            Model.Graph.Initializer.Add(tensor);
        _initializers[tensor.Name] = tensor;
    }

    /// <summary>
    /// Gives input <paramref name="index"/> of a node a new constant. Where other nodes read the old one too it stays as it is and
    /// the node gets a copy of its own: a shared weight is split, never changed under another layer.
    /// </summary>
    public void SetConstantInput(NodeProto node, int index, IEnumerable<long> dims, ReadOnlySpan<float> values)
    {
        while (node.Input.Count <= index)
            node.Input.Add("");
        var old = node.Input[index];
        var name = old.Length > 0 && _initializers.ContainsKey(old) && UseCount(old) == 1 ? old : UniqueName($"{node.Output[0]}.{(index == 1 ? "weight" : $"constant{index}")}");
        SetInitializer(TensorData.Floats(name, dims, values));
        node.Input[index] = name;
    }

    /// <summary>Every tensor name in the graph and in the graphs inside it.</summary>
    public HashSet<string> Names() => Nodes.SelectMany(n => n.Output.Concat(n.Input).Concat(Subgraphs.Of(n).SelectMany(Subgraphs.Names)))
        .Concat(_initializers.Keys).Concat(Model.Graph.Input.Select(i => i.Name)).Concat(Outputs).ToHashSet(StringComparer.Ordinal);

    /// <summary>A tensor name that nothing in the graph has.</summary>
    public string UniqueName(string wish)
    {
        var names = Names();
        var name = wish;
        for (var i = 2; names.Contains(name); i++)
            name = $"{wish}.{i}";
        return name;
    }

    /// <summary>Makes every reader of <paramref name="from"/> read <paramref name="to"/>.</summary>
    public void Redirect(string from, string to)
    {
        foreach (var node in Nodes)
            Subgraphs.Redirect(node, from, to);
    }

    /// <summary>Removes initializers that nothing reads, and their entries among the inputs.</summary>
    public void RemoveUnusedInitializers()
    {
        var used = Nodes.SelectMany(Subgraphs.Reads).Concat(Outputs).ToHashSet(StringComparer.Ordinal);
        foreach (var tensor in _initializers.Values.Where(t => !used.Contains(t.Name)).ToList())
        {
            _initializers.Remove(tensor.Name);
            Model.Graph.Initializer.Remove(tensor);
            if (Model.Graph.Input.FirstOrDefault(i => i.Name == tensor.Name) is { } input)
                Model.Graph.Input.Remove(input);
        }
    }
}
