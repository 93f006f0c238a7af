using SameSame.Evaluation.Configuration;

namespace SameSame.Dashboard.Api;

/// <summary>Which part of a list a request wants.</summary>
internal static class Paging
{
    public const int Default = 100, Greatest = 1000;

    /// <summary>Checks the part that is asked for.</summary>
    /// <exception cref="SpecException">It is out of range.</exception>
    public static (int Offset, int Limit) Of(int? offset, int? limit)
    {
        if (offset is < 0)
            throw new SpecException($"offset {offset}: expected 0 or more");
        if (limit is < 1 or > Greatest)
            throw new SpecException($"limit {limit}: expected 1 to {Greatest}");
        return (offset ?? 0, limit ?? Default);
    }

    public static Page<TOut> Cut<TIn, TOut>(IReadOnlyCollection<TIn> all, (int Offset, int Limit) part, Func<TIn, TOut> item) =>
        new(all.Count, part.Offset, part.Limit, [.. all.Skip(part.Offset).Take(part.Limit).Select(item)]);
}
