namespace SameSame.Grains.Evaluators;

/// <summary>A few values that are costly to make, shared by the devices of a silo; the least recently used one goes first.</summary>
internal sealed class NodeCache<T>(int capacity) where T : class
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(string Key, Lazy<T> Value)> _entries = new();

    /// <summary>The value of a key, made once however many ask at the same time. A failure is not kept.</summary>
    public T Get(string key, Func<T> make)
    {
        Lazy<T> value;
        lock (_lock)
        {
            var node = _entries.First;
            while (node is not null && node.Value.Key != key)
                node = node.Next;
            if (node is null)
                node = new LinkedListNode<(string, Lazy<T>)>((key, new Lazy<T>(make)));
            else
                _entries.Remove(node);
            _entries.AddFirst(node);
            // Values are left to the garbage collector: another device may still be using one.
            while (_entries.Count > capacity)
                _entries.RemoveLast();
            value = node.Value.Value;
        }

        try
        {
            return value.Value;
        }
        catch
        {
            lock (_lock)
            {
                if (_entries.FirstOrDefault(e => e.Value == value) is { Value: not null } failed)
                    _entries.Remove(failed);
            }

            throw;
        }
    }
}
