using System.Diagnostics;
using SameSame.Contracts.Sweeps;

namespace SameSame.Client.Sweeps;

/// <summary>Estimates the time left from the cells that this run has finished so far.</summary>
internal sealed class RemainingTime
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int? _first;

    public string Text(SweepStatus status)
    {
        _first ??= status.Cells.Done;
        var done = status.Cells.Done - _first.Value;
        if (done < 2)
            return "time left unknown";
        var left = _clock.Elapsed / done * (status.Cells.Total - status.Cells.Done);
        return left.TotalMinutes >= 1 ? $"{(int)left.TotalMinutes} min {left.Seconds} s left" : $"{left.Seconds} s left";
    }
}
