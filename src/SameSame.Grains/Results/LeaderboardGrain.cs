using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Storage;
using SameSame.Contracts.Results;
using SameSame.Grains.Placement;
using SameSame.Grains.Storage;

namespace SameSame.Grains.Results;

/// <inheritdoc cref="ILeaderboardGrain"/>
/// <remarks>Of a stored row only two digests stay in memory, enough to know whether one that comes is news: rows are as many as cells were ever measured.</remarks>
[Reentrant, RequiresRole(SiloRoles.Coordinator)]
public sealed class LeaderboardGrain : Grain, ILeaderboardGrain
{
    private const int BytesPerRow = 500;
    private readonly Dictionary<ulong, ulong> _stored = [];
    private readonly Dictionary<string, LeaderboardRow> _pending = new(StringComparer.Ordinal);
    private readonly RecordPages<LeaderboardPage, LeaderboardRow> _pages;
    private readonly GroupCommit _commit;
    private readonly string _activation = Guid.NewGuid().ToString("n")[..12];
    private int _writes;

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
        foreach (var row in await _pages.LoadAsync())
            Keep(row);
    }

    /// <inheritdoc/>
    public async Task PublishAsync(LeaderboardRow[] rows)
    {
        var changed = rows.Where(r => !_stored.TryGetValue(Digest(r.Place), out var old) || old != Digest(r.ToString())).ToList();
        foreach (var row in changed)
            _pending[row.Place] = row;
        if (changed.Count > 0)
            await _commit.CommitAsync();
    }

    /// <inheritdoc/>
    public async Task<LeaderboardRow[]> ListAsync()
    {
        var rows = new Dictionary<string, LeaderboardRow>(StringComparer.Ordinal);
        foreach (var row in await _pages.ReadAsync())
            rows[row.Place] = row;
        return [.. rows.Values];
    }

    /// <inheritdoc/>
    public async Task<LeaderboardPartition?> SinceAsync(string? version)
    {
        // Named before the pages are read: what is written meanwhile is read again the next time, and never missed.
        var current = $"{_activation}-{_writes}";
        return version == current ? null : new LeaderboardPartition(current, await ListAsync());
    }

    private static ulong Digest(string text) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private void Keep(LeaderboardRow row) => _stored[Digest(row.Place)] = Digest(row.ToString());

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

        _writes++;
        foreach (var row in batch)
            Keep(row);
    }
}
