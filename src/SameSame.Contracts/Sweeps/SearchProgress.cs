namespace SameSame.Contracts.Sweeps;

/// <summary>A search for factors that is under way. Its cells wait for it, and no device shows them.</summary>
/// <param name="What">For people: model, bits, method.</param>
/// <param name="Measured">Candidates measured so far.</param>
/// <param name="AtMost">How many it may measure in all; most searches end earlier.</param>
[GenerateSerializer, Immutable, Alias("samesame.search-progress")]
public sealed record SearchProgress([property: Id(0)] string What, [property: Id(1)] int Measured, [property: Id(2)] int AtMost);
