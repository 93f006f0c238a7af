namespace SameSame.Reporting.Html;

/// <summary>Models by dozens: what one figure can hold and still be read.</summary>
internal static class ModelGroups
{
    /// <summary>At most so many models in one figure; a sweep of more is a fleet, whose figures fold.</summary>
    public const int Size = 12;

    /// <summary>So many folding figures of a kind start open.</summary>
    public const int Open = 2;

    /// <summary>The groups, each with its place among all, as in <c>models 13 to 24 of 200</c>.</summary>
    public static IEnumerable<(string Title, IReadOnlyList<string> Models)> Of(IReadOnlyList<string> models) =>
        models.Chunk(Size).Select((chunk, i) =>
            (Title(i * Size + 1, i * Size + chunk.Length, models.Count), (IReadOnlyList<string>)chunk));

    private static string Title(int from, int to, int all) => from == to
        ? FormattableString.Invariant($"model {from} of {all}")
        : FormattableString.Invariant($"models {from} to {to} of {all}");
}
