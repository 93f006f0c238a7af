namespace SameSame.Evaluation.Configuration;

/// <summary>Something a person wrote or pointed to cannot be used. The message is one line that names the file, the field and the fix.</summary>
public class SpecException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public SpecException(string message) : base(message.ReplaceLineEndings(" "))
    {
    }

    /// <summary>Says what is wrong, keeping the cause.</summary>
    public SpecException(string message, Exception inner) : base(message.ReplaceLineEndings(" "), inner)
    {
    }
}
