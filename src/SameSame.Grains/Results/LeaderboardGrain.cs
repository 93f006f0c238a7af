using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Storage;
using SameSame.Contracts.Results;
using SameSame.Grains.Placement;
using SameSame.Grains.Storage;

namespace SameSame.Grains.Results;

/// <inheritdoc cref="ILeaderboardGrain"/>
[Reentrant, RequiresRole(SiloRoles.Coordinator)]
public sealed class LeaderboardGrain : Grain, ILeaderboardGrain
{
    private const int BytesPerRow = 300;
    private readonly Dictionary<string, LeaderboardRow> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LeaderboardRow> _pending = new(StringComparer.Ordinal);
    private readonly RecordPages<LeaderboardPage, LeaderboardRow> _pages;
    private readonly GroupCommit _commit;

    /// <summary>Called by Orleans.</summary>
    public LeaderboardGrain(IServiceProvider services)
    {
        var partition = this.GetPrimaryKeyLong();
        _pages = new RecordPages<LeaderboardPage, LeaderboardRow>(services.GetRequiredKeyedService<IGrainStorage>("Default"), "leaderboard",
            page => GrainId.Create("samesame.leaderboard-page", $"{partition}/{page}"), _ => BytesPerRow);
        _commit = new GroupCommit(WriteAsync);
    }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _pages.LoadAsync();
        foreach (var row in _pages.All)
            _rows[row.Place] = row;
    }

    /// <inheritdoc/>
    public async Task PublishAsync(LeaderboardRow[] rows)
    {
        var changed = rows.Where(r => !_rows.TryGetValue(r.Place, out var old) || old != r).ToList();
        foreach (var row in changed)
            _pending[row.Place] = row;
        if (changed.Count > 0)
            await _commit.CommitAsync();
    }

    /// <inheritdoc/>
    public Task<LeaderboardRow[]> ListAsync() => Task.FromResult(_rows.Values.ToArray());

    private async Task WriteAsync()
    {
        var batch = _pending.Values.ToList();
        _pending.Clear();
        try
        {
            await _pages.AppendAsync(batch);
        }
        catch
        {
            // Either stored or not, and only the store knows: senders send again, to a grain that starts from it.
            DeactivateOnIdle();
            throw;
        }

        foreach (var row in batch)
            _rows[row.Place] = row;
    }
}
