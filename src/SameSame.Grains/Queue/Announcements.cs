using System.Diagnostics;

namespace SameSame.Grains.Queue;

/// <summary>
/// What an owner has announced to the queue as it is now. It announces again what failed, and everything when the queue has lost its memory; and
/// because a notice may be lost, everything once in a while in any case. For the turns of one grain.
/// </summary>
/// <param name="everySeconds">How often everything is announced again.</param>
internal sealed class Announcements(double everySeconds)
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private string? _epoch;
    private long _since;

    /// <summary>True where everything is to be compared and announced again.</summary>
    /// <param name="epoch">The queue's epoch now.</param>
    public bool Begin(string epoch)
    {
        if (_epoch == epoch && Stopwatch.GetElapsedTime(_since).TotalSeconds < everySeconds)
            return false;
        _keys.Clear();
        (_epoch, _since) = (epoch, Stopwatch.GetTimestamp());
        return true;
    }

    public bool Contains(string key) => _keys.Contains(key);

    public void Add(string key) => _keys.Add(key);

    /// <summary>It ended without a result, so the queue has it no more.</summary>
    public void Remove(string key) => _keys.Remove(key);

    /// <summary>What was announced may have been withdrawn, or have failed.</summary>
    public void Forget() => _epoch = null;
}
