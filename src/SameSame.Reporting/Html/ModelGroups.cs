namespace SameSame.Reporting.Html;

/// <summary>Models by dozens: what one figure can hold and still be read.</summary>
internal static class ModelGroups
{
    /// <summary>At most so many models in one figure; a sweep of more is a fleet, whose figures fold.</summary>
    public const int Size = 12;

    /// <summary>So many folding figures of a kind start open.</summary>
    public const int Open = 2;

    /// <summary>The groups, each with its place among all, as in <c>models 13 to 24 of 200</c>.</summary>
    public static IEnumerable<(string Title, IReadOnlySet<string> Models)> Of(IReadOnlyList<string> models) => models.Chunk(Size).Select((chunk, i) =>
    {
        var (from, to) = (i * Size + 1, i * Size + chunk.Length);
        var place = from == to ? FormattableString.Invariant($"model {from}") : FormattableString.Invariant($"models {from} to {to}");
        return (FormattableString.Invariant($"{place} of {models.Count}"), (IReadOnlySet<string>)chunk.ToHashSet(StringComparer.Ordinal));
    });
}
