using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

namespace SameSame.Hosting.Storage;

/// <summary>
/// All writes of a silo on one thread of its own, one after the other: for a store that takes one writer at a time and blocks its caller while it
/// writes, as a database in a file does. Left to the grains, each write holds a thread of the pool until the disk has it, and those that
/// find the file locked sleep on theirs: with as few threads as a small machine has, nothing else is answered meanwhile.
/// </summary>
internal sealed class OneWriterStorage : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly BlockingCollection<(Func<Task> Write, TaskCompletionSource Done)> _writes = [];
    private readonly IGrainStorage _inner;
    private readonly DeepCopier _copier;
    private int _disposed;

    public OneWriterStorage(IGrainStorage inner, DeepCopier copier)
    {
        (_inner, _copier) = (inner, copier);
        new Thread(Run) { IsBackground = true, Name = "storage writer" }.Start();
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => _inner.ReadStateAsync(stateName, grainId, grainState);

    // A copy, because a reentrant grain goes on changing its state while it waits.
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        QueueAsync<T>(grainState, _copier.Copy(grainState.State)!, copy => _inner.WriteStateAsync(stateName, grainId, copy));

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var cleared = new GrainState<T>(grainState.State!);
        await QueueAsync<T>(grainState, grainState.State!, async copy =>
        {
            await _inner.ClearStateAsync(stateName, grainId, copy).ConfigureAwait(false);
            cleared = copy;
        });
        grainState.State = cleared.State;
    }

    public void Participate(ISiloLifecycle observer) => (_inner as ILifecycleParticipant<ISiloLifecycle>)?.Participate(observer);

    // A container that knows the storage under more than one service disposes of it as often; the writer thread disposes of the queue when it is empty.
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _writes.CompleteAdding();
    }

    private async Task QueueAsync<T>(IGrainState<T> state, T content, Func<GrainState<T>, Task> write)
    {
        var copy = new GrainState<T>(content, state.ETag) { RecordExists = state.RecordExists };
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _writes.Add((() => write(copy), done));
        await done.Task;
        (state.ETag, state.RecordExists) = (copy.ETag, copy.RecordExists);
    }

    private void Run()
    {
        foreach (var (write, done) in _writes.GetConsumingEnumerable())
        {
            try
            {
                write().GetAwaiter().GetResult();
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        }

        _writes.Dispose();
    }
}
