namespace SameSame.Onnx.Constants;

/// <summary>
/// A node cannot be evaluated: malformed, of a type or a form that is not supported, or without a defined result.
/// </summary>
internal sealed class UnevaluableException : Exception
{
    /// <summary>Without a reason.</summary>
    public UnevaluableException()
    {
    }

    /// <summary>With a reason.</summary>
    public UnevaluableException(string message) : base(message)
    {
    }

    /// <summary>With a reason and what led to it.</summary>
    public UnevaluableException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>Gives up where <paramref name="condition"/> does not hold.</summary>
    public static void Unless(bool condition, string message)
    {
        if (!condition)
            throw new UnevaluableException(message);
    }
}
