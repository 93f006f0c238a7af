using SameSame.Contracts.Results;
using SameSame.Hosting.Access;
using SameSame.Reporting;

namespace SameSame.Dashboard.Data;

/// <summary>The rows of one model, and what is to be said of them, which is found out once.</summary>
internal sealed class ModelRows
{
    private readonly Lock _lock = new();
    private Task<Verdicts>? _verdicts, _history;

    public ModelRows(string model, IEnumerable<LeaderboardRow> rows)
    {
        Model = model;
        All = Ranking.Sort(rows);
        Current = Ranking.Sort(Ranking.Current(All));
    }

    public string Model { get; }

    /// <summary>All rows, history included, ranked.</summary>
    public IReadOnlyList<LeaderboardRow> All { get; }

    /// <summary>The newest row of each configuration, ranked.</summary>
    public IReadOnlyList<LeaderboardRow> Current { get; }

    /// <summary>What is to be said of the rows; reads images where counts do not decide.</summary>
    public Task<Verdicts> JudgeAsync(IGrainFactory grains, bool history, CancellationToken cancellation)
    {
        lock (_lock)
        {
            ref var task = ref history ? ref _history : ref _verdicts;
            if (task is null or { IsFaulted: true } or { IsCanceled: true })
                task = Board.JudgeAsync(grains, history ? All : Current, [.. history ? All : Current], CancellationToken.None);
            return task.WaitAsync(cancellation);
        }
    }
}
