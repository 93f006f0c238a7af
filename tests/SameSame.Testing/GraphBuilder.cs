using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Testing;

/// <summary>Writes small ONNX graphs with seeded weights, shapes known as it goes.</summary>
public sealed class GraphBuilder
{
    private readonly ModelProto _model = new() { IrVersion = 8, ProducerName = "samesame-tests", Graph = new GraphProto { Name = "g" } };
    private readonly Dictionary<string, long[]> _shapes = new(StringComparer.Ordinal);
    private int _names;

    /// <summary>An empty graph.</summary>
    public GraphBuilder(int seed, long opset = 13)
    {
        Random = new Random(seed);
        _model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
    }

    /// <summary>Decides weights, and whatever a test leaves to chance.</summary>
    public Random Random { get; }

    /// <summary>The shape of a tensor.</summary>
    public long[] Shape(string tensor) => _shapes[tensor];

    /// <summary>Channels of a tensor.</summary>
    public long Channels(string tensor) => _shapes[tensor][1];

    /// <summary>The graph input; a batch of -1 is left open.</summary>
    public string Input(params long[] shape)
    {
        _model.Graph.Input.Add(Value("x", shape));
        return Set("x", shape);
    }

    /// <summary>A constant.</summary>
    public string Constant(long[] dims, params float[] values)
    {
        var name = Name("const");
        _model.Graph.Initializer.Add(TensorData.Floats(name, dims, values));
        return Set(name, dims);
    }

    /// <summary>An int64 constant.</summary>
    public string Constant(params long[] values)
    {
        var name = Name("ints");
        _model.Graph.Initializer.Add(TensorData.Create(name, [values.Length], OnnxDataType.Int64, System.Runtime.InteropServices.MemoryMarshal.AsBytes<long>(values)));
        return Set(name, [values.Length]);
    }

    /// <summary>A constant of normally distributed values.</summary>
    public string Normal(double deviation, params long[] dims) => Constant(dims, Values(dims, () => Gaussian() * deviation));

    /// <summary>A constant of uniformly distributed values.</summary>
    public string Uniform(double low, double high, params long[] dims) => Constant(dims, Values(dims, () => low + Random.NextDouble() * (high - low)));

    /// <summary>Any operator.</summary>
    public string Node(string op, long[] shape, string[] inputs, params AttributeProto[] attributes)
    {
        var output = Name(op.ToLowerInvariant());
        _model.Graph.Node.Add(NodeAttributes.Create(op, inputs, output, attributes));
        return Set(output, shape);
    }

    /// <summary>An operator with several outputs.</summary>
    public string[] Nodes(string op, long[][] shapes, string[] inputs, params AttributeProto[] attributes)
    {
        var first = Node(op, shapes[0], inputs, attributes);
        string[] outputs = [first, .. shapes.Skip(1).Select(s => Set(Name(op.ToLowerInvariant()), s))];
        _model.Graph.Node[^1].Output.Add(outputs.Skip(1));
        return outputs;
    }

    /// <summary>A convolution with He-scaled weights whose channels differ in range, as trained ones do.</summary>
    public string Conv(string x, int outputs, int kernel = 3, int stride = 1, int groups = 1, bool bias = true)
    {
        var s = _shapes[x];
        var perGroup = (int)(s[1] / groups);
        var pad = kernel / 2;
        var spread = Enumerable.Range(0, outputs).Select(_ => Math.Exp(Gaussian())).ToArray();
        var inner = perGroup * kernel * kernel;
        var weights = new float[outputs * inner];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = (float)(Gaussian() * Math.Sqrt(2.0 / inner) * spread[i / inner]);
        string[] inputs = [x, Constant([outputs, perGroup, kernel, kernel], weights)];
        if (bias)
            inputs = [.. inputs, Normal(0.2, outputs)];
        long[] shape = [s[0], outputs, (s[2] + 2 * pad - kernel) / stride + 1, (s[3] + 2 * pad - kernel) / stride + 1];
        return Node("Conv", shape, inputs, NodeAttributes.Attribute("kernel_shape", kernel, kernel), NodeAttributes.Attribute("strides", stride, stride),
            NodeAttributes.Attribute("pads", pad, pad, pad, pad), NodeAttributes.Attribute("group", groups));
    }

    /// <summary>An operator that keeps the shape.</summary>
    public string Same(string op, string x, params AttributeProto[] attributes) => Node(op, _shapes[x], [x], attributes);

    /// <summary>Clip with constant inputs.</summary>
    public string Clip(string x, float low, float high) => Node("Clip", _shapes[x], [x, Constant([], low), Constant([], high)]);

    /// <summary>BatchNormalization with random constants.</summary>
    public string BatchNorm(string x)
    {
        var c = Channels(x);
        return Node("BatchNormalization", _shapes[x], [x, Uniform(0.3, 2, c), Normal(0.5, c), Normal(0.5, c), Uniform(0.2, 3, c)]);
    }

    /// <summary>Gemm of an N x C matrix.</summary>
    public string Gemm(string x, int outputs, bool transposed = true)
    {
        var c = _shapes[x][1];
        var w = transposed ? Normal(Math.Sqrt(1.0 / c), outputs, c) : Normal(Math.Sqrt(1.0 / c), c, outputs);
        return Node("Gemm", [_shapes[x][0], outputs], [x, w, Normal(0.1, outputs)], NodeAttributes.Attribute("transB", transposed ? 1 : 0));
    }

    /// <summary>The finished model.</summary>
    public ModelProto Build(params string[] outputs)
    {
        foreach (var output in outputs)
            _model.Graph.Output.Add(Value(output, _shapes[output]));
        return _model;
    }

    /// <summary>Normally distributed input values.</summary>
    public static float[] Samples(int seed, params long[] shape)
    {
        var builder = new GraphBuilder(seed);
        return builder.Values(shape, builder.Gaussian);
    }

    private float[] Values(long[] dims, Func<double> next)
    {
        var values = new float[dims.Aggregate(1L, (a, b) => a * b)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)next();
        return values;
    }

    // Box and Muller (1958).
    private double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - Random.NextDouble())) * Math.Cos(2 * Math.PI * Random.NextDouble());

    private string Name(string kind) => $"{kind}{_names++}";

    private string Set(string name, long[] shape)
    {
        _shapes[name] = shape;
        return name;
    }

    private static ValueInfoProto Value(string name, long[] shape)
    {
        var type = new TypeProto.Types.Tensor { ElemType = (int)OnnxDataType.Float, Shape = new TensorShapeProto() };
        foreach (var d in shape)
            type.Shape.Dim.Add(d < 0 ? new TensorShapeProto.Types.Dimension { DimParam = "N" } : new TensorShapeProto.Types.Dimension { DimValue = d });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = type } };
    }
}
