using SameSame.Contracts.Sweeps;

namespace SameSame.Grains.Sweeps;

/// <summary>What a sweep knows of one of its open models.</summary>
/// <param name="Counts">How far it was when it was last heard of.</param>
/// <param name="Heard">When that was, or when it was opened first.</param>
/// <param name="Searches">Searches it waited for then.</param>
internal readonly record struct OpenModel(CellCounts Counts, long Heard, SearchProgress[]? Searches = null);
