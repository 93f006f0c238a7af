using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

namespace SameSame.Grains.Tests.Support;

/// <summary>
/// Grain storage that outlives silos: bytes with an etag each, as a database keeps them. Can refuse a write, counts writes, and remembers
/// the largest record.
/// </summary>
public sealed class FaultyStorage
{
    private readonly ConcurrentDictionary<string, (byte[] Bytes, int Version)> _records = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _writes = new(StringComparer.Ordinal);

    /// <summary>Size of the largest record written.</summary>
    public int LargestRecord { get; private set; }

    /// <summary>Writes by state name.</summary>
    public IReadOnlyDictionary<string, int> Writes => _writes;

    /// <summary>Refuses the next write of a state of this name; <paramref name="after"/> stores it first, as a lost reply does.</summary>
    public void FailNextWrite(string stateName, bool after = false) => _failures[stateName] = after ? 2 : 1;

    /// <summary>True when every ordered failure has happened.</summary>
    public bool AllFailuresHappened => _failures.IsEmpty;

    /// <summary>Writes wait for this.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Writes that wait.</summary>
    public int Waiting => _waiting;

    private int _waiting;

    /// <summary>The view of one silo.</summary>
    public IGrainStorage View(Serializer serializer) => new Storage(this, serializer);

    private sealed class Storage(FaultyStorage owner, Serializer serializer) : IGrainStorage
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            (grainState.RecordExists, grainState.ETag) = (false, null!);
            if (owner._records.TryGetValue($"{stateName}/{grainId}", out var record))
            {
                grainState.State = serializer.Deserialize<T>(record.Bytes);
                (grainState.RecordExists, grainState.ETag) = (true, $"{record.Version}");
            }

            return Task.CompletedTask;
        }

        public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            Interlocked.Increment(ref owner._waiting);
            await owner.Gate;
            Interlocked.Decrement(ref owner._waiting);
            var key = $"{stateName}/{grainId}";
            var fails = owner._failures.TryRemove(stateName, out var kind);
            if (fails && kind == 1)
                throw new IOException($"the store refused to write {key}");
            var bytes = serializer.SerializeToArray(grainState.State);
            lock (owner)
            {
                owner.LargestRecord = Math.Max(owner.LargestRecord, bytes.Length);
                owner._writes.AddOrUpdate(stateName, 1, (_, n) => n + 1);
                var current = owner._records.TryGetValue(key, out var record) ? $"{record.Version}" : null;
                if (current != grainState.ETag)
                    throw new InconsistentStateException($"{key}: stored {current}, written over {grainState.ETag}", current, grainState.ETag);
                owner._records[key] = (bytes, record.Version + 1);
            }

            if (fails)
                throw new TimeoutException($"the store's reply to writing {key} was lost");
            (grainState.RecordExists, grainState.ETag) = (true, $"{owner._records[key].Version}");
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            owner._records.TryRemove($"{stateName}/{grainId}", out _);
            (grainState.RecordExists, grainState.ETag) = (false, null!);
            return Task.CompletedTask;
        }
    }
}
