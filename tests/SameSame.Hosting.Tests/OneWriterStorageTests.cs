using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;
using SameSame.Hosting.Storage;

namespace SameSame.Hosting.Tests;

public class OneWriterStorageTests
{
    private static readonly GrainId Grain = GrainId.Create("type", "key");

    [Fact]
    public async Task Writes_come_one_after_the_other_in_their_order_and_hold_what_was_there_when_they_were_asked_for()
    {
        var inner = new RecordingStorage();
        using var storage = Over(inner);
        var state = new GrainState<List<int>>([]);
        var content = state.State!;
        var writes = new List<Task>();
        for (var n = 0; n < 20; n++)
        {
            content.Add(n);
            writes.Add(storage.WriteStateAsync("state", Grain, state));
        }

        await Task.WhenAll(writes);
        Assert.Equal(Enumerable.Range(1, 20), inner.Written.Select(w => w.Count));
        Assert.Equal(1, inner.MostAtOnce);
        Assert.Equal(("20", true), (state.ETag, state.RecordExists));
    }

    [Fact]
    public async Task A_write_that_fails_fails_for_its_caller_alone_and_changes_no_version()
    {
        var inner = new RecordingStorage { Fail = 1 };
        using var storage = Over(inner);
        var (first, second) = (new GrainState<List<int>>([1], "old"), new GrainState<List<int>>([1, 2]));
        var failing = storage.WriteStateAsync("state", Grain, first);
        var fine = storage.WriteStateAsync("state", Grain, second);
        await Assert.ThrowsAsync<IOException>(() => failing);
        await fine;
        Assert.Equal("old", first.ETag);
        Assert.Equal([1, 2], Assert.Single(inner.Written));
    }

    [Fact]
    public async Task It_can_be_disposed_of_twice_and_finishes_what_was_asked_for()
    {
        var inner = new RecordingStorage();
        var storage = Over(inner);
        var write = storage.WriteStateAsync("state", Grain, new GrainState<List<int>>([1]));
        storage.Dispose();
        storage.Dispose();
        await write;
        storage.Dispose();
        Assert.Single(inner.Written);
    }

    private static OneWriterStorage Over(IGrainStorage inner) =>
        new(inner, new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<DeepCopier>());

    private sealed class RecordingStorage : IGrainStorage
    {
        private int _now;

        public int Fail { get; init; }

        public List<List<int>> Written { get; } = [];

        public int MostAtOnce { get; private set; }

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _now));
            try
            {
                var content = (List<int>)(object)grainState.State!;
                if (content.Count == Fail)
                    throw new IOException("the disk is away");
                Written.Add([.. content]);
                (grainState.ETag, grainState.RecordExists) = ($"{Written.Count}", true);
                return Task.CompletedTask;
            }
            finally
            {
                Interlocked.Decrement(ref _now);
            }
        }
    }
}
