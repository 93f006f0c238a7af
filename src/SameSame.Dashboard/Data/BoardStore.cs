using SameSame.Contracts.Results;
using SameSame.Hosting.Access;

namespace SameSame.Dashboard.Data;

/// <summary>
/// The leaderboard as the pages need it, in memory. A look that is older than a second is repeated; only partitions with news
/// are read again, and only models with news are ranked and judged again.
/// </summary>
internal sealed class BoardStore
{
    private readonly ClusterAccess _cluster;
    private readonly (string? Version, Dictionary<string, ModelRows> Models)[] _partitions =
        [.. Enumerable.Repeat(((string?)null, new Dictionary<string, ModelRows>()), ILeaderboardGrain.Partitions)];
    private readonly Refreshed<BoardView> _view;
    private BoardView? _last;

    public BoardStore(ClusterAccess cluster, TimeProvider clock)
    {
        _cluster = cluster;
        _view = new Refreshed<BoardView>(TimeSpan.FromSeconds(1), clock, ReadAsync);
    }

    /// <summary>The board, at most a second old.</summary>
    public Task<BoardView> GetAsync(CancellationToken cancellation) => _view.GetAsync(cancellation);

    // One at a time: see Refreshed.
    private async Task<BoardView> ReadAsync(CancellationToken cancellation)
    {
        var news = await Task.WhenAll(Enumerable.Range(0, ILeaderboardGrain.Partitions).Select(p =>
            Patience.CallAsync(
                () => _cluster.Grains.GetGrain<ILeaderboardGrain>(p).SinceAsync(_partitions[p].Version), cancellation)))
            .ConfigureAwait(false);
        if (_last is { } last && news.All(n => n is null))
            return last;
        for (var p = 0; p < news.Length; p++)
        {
            if (news[p] is { } changed)
                _partitions[p] = (changed.Version, Group(changed.Rows, _partitions[p].Models));
        }

        var models = _partitions.SelectMany(p => p.Models.Values).OrderBy(m => m.Model, StringComparer.Ordinal).ToList();
        return _last = new BoardView(Digest(), models);
    }

    private static Dictionary<string, ModelRows> Group(LeaderboardRow[] rows, Dictionary<string, ModelRows> before)
    {
        var models = new Dictionary<string, ModelRows>(StringComparer.Ordinal);
        foreach (var model in rows.GroupBy(r => r.Model))
        {
            var known = before.GetValueOrDefault(model.Key);
            models[model.Key] = known is not null && known.All.ToHashSet().SetEquals(model)
                ? known
                : new ModelRows(model.Key, model);
        }

        return models;
    }

    private string Digest()
    {
        var text = string.Join('\n', _partitions.Select(p => p.Version));
        return Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..16];
    }
}
