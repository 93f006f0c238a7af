using Microsoft.ML.OnnxRuntime;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Evaluation.Sessions;

/// <summary>
/// Whether ONNX Runtime's integer kernels are exact on this CPU. Without VNNI they add pairs of u8 * s8 products in int16, which saturates; the session setting
/// <c>session.x64quantprecision</c> then makes weights u8, for which there are exact kernels. With VNNI nothing saturates, and the setting only sends 8-bit
/// weights to kernels that take up to twice as long.
/// </summary>
internal static class IntegerProducts
{
    // More inputs and outputs than any vector is wide, so that no kernel is left with a remainder only.
    private const int Channels = 128, Side = 5;
    private const byte Expected = 200;

    // Fully connected, pointwise, full and depthwise kernels are different code.
    private static readonly (string Operator, int Kernel, bool Depthwise)[] Kernels =
        [("QLinearMatMul", 1, false), ("QLinearConv", 1, false), ("QLinearConv", 3, false), ("QLinearConv", 3, true)];

    private static readonly Lazy<bool> Looked = new(() => Kernels.Any(Wrong));

    /// <summary>True where they are not: found by running them once a process on the greatest products there are.</summary>
    public static bool Saturate => Looked.Value;

    private static bool Wrong((string Operator, int Kernel, bool Depthwise) kernel)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(OnnxFile.ToBytes(Model(kernel.Operator, kernel.Kernel, kernel.Depthwise)), options);
        long[] shape = kernel.Operator == "QLinearMatMul" ? [Side, Channels] : [1, Channels, Side, Side];
        var greatest = new byte[shape.Aggregate(1L, (a, b) => a * b)];
        Array.Fill(greatest, byte.MaxValue);
        using var input = OrtValue.CreateTensorValueFromMemory(greatest, shape);
        using var run = new RunOptions();
        using var output = session.Run(run, ["x"], [input], ["y"]);
        return output[0].GetTensorDataAsSpan<byte>().ContainsAnyExcept(Expected);
    }

    // All inputs 255, all weights 127; the output's scale takes their exact sum to one code.
    private static ModelProto Model(string type, int kernel, bool depthwise)
    {
        var matrix = type == "QLinearMatMul";
        var terms = (depthwise ? 1 : Channels) * kernel * kernel;
        long[] dims = matrix ? [Channels, Channels] : [Channels, depthwise ? 1 : Channels, kernel, kernel];
        var weights = new byte[dims.Aggregate(1L, (a, b) => a * b)];
        Array.Fill(weights, (byte)sbyte.MaxValue);
        var graph = new GraphProto { Name = "products" };
        graph.Initializer.AddRange(
        [
            TensorData.Floats("one", [], [1]), TensorData.Create("zero", [], OnnxDataType.UInt8, [0]), TensorData.Create("w", dims, OnnxDataType.Int8, weights),
            TensorData.Create("w_zero", [], OnnxDataType.Int8, [0]), TensorData.Floats("y_scale", [], [255f * 127 * terms / Expected]),
        ]);
        var node = NodeAttributes.Create(type, ["x", "one", "zero", "w", "one", "w_zero", "y_scale", "zero"], "y");
        if (depthwise)
            node.Attribute.Add(NodeAttributes.Attribute("group", Channels));
        graph.Node.Add(node);
        graph.Input.Add(Value("x"));
        graph.Output.Add(Value("y"));
        var model = new ModelProto { IrVersion = 7, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 13 });
        return model;

        ValueInfoProto Value(string name)
        {
            var shape = new TensorShapeProto();
            long[] sides = matrix ? [Side, Channels] : [1, Channels, name == "x" ? Side : Side - kernel + 1, name == "x" ? Side : Side - kernel + 1];
            shape.Dim.AddRange(sides.Select(d => new TensorShapeProto.Types.Dimension { DimValue = d }));
            return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)OnnxDataType.UInt8, Shape = shape } } };
        }
    }
}
