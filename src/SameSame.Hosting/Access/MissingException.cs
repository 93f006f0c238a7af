using SameSame.Evaluation.Configuration;

namespace SameSame.Hosting.Access;

/// <summary>What was asked for by name is not there.</summary>
/// <param name="message">One line with the name.</param>
public sealed class MissingException(string message) : SpecException(message);
