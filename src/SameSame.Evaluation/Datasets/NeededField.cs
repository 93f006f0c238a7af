namespace SameSame.Evaluation.Datasets;

/// <summary>A field that a layout cannot do without.</summary>
/// <param name="Name">The field's name in dataset files.</param>
/// <param name="Value">What is written there; empty where nothing is.</param>
/// <param name="Why">Says more where the need is not obvious; follows "... is needed for format ...".</param>
/// <param name="Shared">It belongs to the dataset and not to one of its image sets.</param>
public sealed record NeededField(string Name, string Value, string Why = "", bool Shared = false);
