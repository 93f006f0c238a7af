namespace SameSame.Grains.Queue;

/// <summary>Devices that were heard of lately; silent ones are forgotten, so that restarts do not pile up.</summary>
internal sealed class DeviceRoster(TimeProvider clock, double seconds)
{
    private readonly Dictionary<string, long> _heard = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            foreach (var silent in _heard.Where(d => clock.GetElapsedTime(d.Value).TotalSeconds >= seconds).Select(d => d.Key).ToList())
                _heard.Remove(silent);
            return _heard.Count;
        }
    }

    public void Heard(string device) => _heard[device] = clock.GetTimestamp();
}
