namespace SameSame.Onnx.Qdq;

/// <summary>What the plan does with the outputs of each operator. What is in none of the lists stays real unless a linear layer reads it.</summary>
internal static class QuantizedOperators
{
    /// <summary>Activation functions: an operator in front whose output only they read is one block with them.</summary>
    public static readonly HashSet<string> Activations = new(StringComparer.Ordinal)
    {
        "Relu", "Clip", "LeakyRelu", "PRelu", "Sigmoid", "HardSigmoid", "HardSwish", "Elu", "Selu", "Tanh", "Gelu", "Mish", "Softplus", "Softsign", "Celu", "ThresholdedRelu",
    };

    /// <summary>Operators that hardware computes together with the activation function behind them.</summary>
    public static readonly HashSet<string> FusesActivation = new(StringComparer.Ordinal)
    {
        "Conv", "ConvTranspose", "Gemm", "MatMul", "Add", "Sub", "Sum", "Mul", "Div", "BatchNormalization",
    };

    /// <summary>Operators whose outputs are stored with parameters of their own.</summary>
    public static readonly HashSet<string> Unfused = new(StringComparer.Ordinal)
    {
        "Concat", "AveragePool", "GlobalAveragePool", "LpPool", "GlobalLpPool", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceSum", "Resize", "Upsample", "Max", "Min", "Mean", "Where",
        "LayerNormalization", "InstanceNormalization", "GroupNormalization", "RMSNormalization", "LRN", "Softmax",
    };

    /// <summary>Operators that only move values, so that input and output share their parameters.</summary>
    public static readonly HashSet<string> PassThrough = new(StringComparer.Ordinal)
    {
        "MaxPool", "GlobalMaxPool", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Identity", "Dropout", "Transpose", "Pad", "Slice", "Split", "Gather", "Expand", "Tile",
        "DepthToSpace", "SpaceToDepth",
    };

    /// <summary>Operators that multiply their inputs with weights, or with each other: what they read is stored quantized whoever computes it.</summary>
    public static readonly HashSet<string> Products = new(StringComparer.Ordinal) { "Conv", "ConvTranspose", "Gemm", "MatMul" };
}
