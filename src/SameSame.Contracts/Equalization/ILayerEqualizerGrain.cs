using SameSame.Quantization.Equalization;

namespace SameSame.Contracts.Equalization;

/// <summary>
/// Finds the factors of one equalization group, or does one piece of a search; key: <c>profile/method/group</c> or <c>profile/search/piece</c>, with the attempt appended after
/// a failure. Placed at random over the equalizer silos, keeps nothing.
/// </summary>
[Alias("samesame.ILayerEqualizerGrain")]
public interface ILayerEqualizerGrain : IGrainWithStringKey
{
    /// <summary>
    /// Starts on <paramref name="problem"/> on a thread of its own where that has not happened yet, waits for about a second, and returns the
    /// factors or null: ask again. The calls are the heartbeat.
    /// </summary>
    /// <param name="method">Name of the method.</param>
    /// <param name="round">Counts the problems of one group; a new round replaces the one before.</param>
    /// <param name="problem">The group's ranges.</param>
    [Alias("SolveAsync")] Task<GroupSolution?> SolveAsync(string method, int round, GroupProblem problem);

    /// <summary>The same for a piece of a search: starts, waits for about a second, returns the answer or null.</summary>
    [Alias("SearchAsync")] Task<SearchAnswer?> SearchAsync(SearchJob job);
}

/// <summary>A solved group.</summary>
/// <param name="Factors">One relative factor a class.</param>
/// <param name="Silo">Where it was solved.</param>
[GenerateSerializer, Alias("samesame.group-solution")]
public sealed record GroupSolution([property: Id(0)] double[] Factors, [property: Id(1)] string Silo);
