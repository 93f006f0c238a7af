namespace SameSame.Onnx;

/// <summary>A file or graph that cannot be used; the message is one line that names the file or node and says what to do.</summary>
public sealed class OnnxFormatException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public OnnxFormatException(string message) : base(message)
    {
    }

    /// <summary>Says what is wrong, keeping the cause.</summary>
    public OnnxFormatException(string message, Exception inner) : base(message, inner)
    {
    }
}
