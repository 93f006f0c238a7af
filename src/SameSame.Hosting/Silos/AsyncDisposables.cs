namespace SameSame.Hosting.Silos;

/// <summary>Things that end together, the last one first.</summary>
internal sealed class AsyncDisposables : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _all = new();

    public void Add(IAsyncDisposable one) => _all.Push(one);

    public async ValueTask DisposeAsync()
    {
        while (_all.TryPop(out var one))
            await one.DisposeAsync().ConfigureAwait(false);
    }
}
