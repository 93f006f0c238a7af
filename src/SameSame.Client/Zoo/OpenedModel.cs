namespace SameSame.Client.Zoo;

/// <summary>What opening a model found.</summary>
/// <param name="Measurable">Whether a sweep can measure it.</param>
/// <param name="Text">One line: what it is, or why it cannot be measured.</param>
/// <param name="Fix">What to do where it cannot; else null.</param>
/// <param name="Outputs">Number of its outputs where it can.</param>
internal sealed record OpenedModel(bool Measurable, string Text, string? Fix = null, int Outputs = 0)
{
    /// <summary>One that no sweep can measure.</summary>
    public static OpenedModel Refused(string why, string fix) => new(false, why, fix);
}
