namespace SameSame.Onnx.Qdq.Prediction;

/// <summary>What makes a quantized network differ from the real one.</summary>
[Flags]
public enum ErrorSources
{
    /// <summary>Nothing: the rewritten real network.</summary>
    None = 0,

    /// <summary>Weights are rounded to their grid.</summary>
    Weights = 1,

    /// <summary>Activations are rounded to their grid.</summary>
    Rounding = 2,

    /// <summary>Activations are cut off at the range that calibration saw of that tensor.</summary>
    Clipping = 4,

    /// <summary>Biases are those that the quantized file holds: rounded, and corrected where the scheme corrects them.</summary>
    Biases = 8,

    /// <summary>The image alone is rounded, to the 8 bits that it has in every scheme.</summary>
    Image = 16,

    /// <summary>Real biases are rounded to the steps of an int32 accumulator, where the scheme has one.</summary>
    Accumulator = 32,

    /// <summary>What a sound quantized network cannot do without.</summary>
    Predicted = Weights | Rounding | Clipping | Accumulator,
}
