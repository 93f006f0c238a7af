using System.Diagnostics;
using Orleans.Runtime;
using SameSame.Contracts.Sweeps;

namespace SameSame.Grains.Sweeps;

/// <content>What a sweep does by itself, tick by tick.</content>
public sealed partial class SweepGrain
{
    private const int SilentTicks = 4;
    private static readonly TimeSpan OpeningPatience = TimeSpan.FromSeconds(2);
    private Task _opening = Task.CompletedTask;

    private async Task WakeUpAsync()
    {
        if (_timer is not null)
            return;
        _looked.Clear();
        // Numbers of events are reserved before the first one is told, so that they grow over restarts; the write also stores the caller's change.
        var reserved = Record.EventBase;
        if (!_events.Open)
            Record.EventBase = reserved + EventLog.Block;
        await _commit.CommitAsync();
        if (!_events.Open)
            _events.Begin(reserved);
        if (Record.State == SweepState.Running && !_permit.Granted)
            return;
        _timer ??= this.RegisterGrainTimer(AdvanceSafelyAsync, new GrainTimerCreationOptions
        {
            DueTime = TimeSpan.Zero,
            Period = TimeSpan.FromSeconds(_options.ReconcileSeconds),
            Interleave = true,
            KeepAlive = true,
        });
    }

    private void Sleep()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private async Task AdvanceSafelyAsync(CancellationToken cancellation)
    {
        try
        {
            await AdvanceAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The next tick tries again, in this activation or the next.
            LogFault(Id, e.Message);
        }
    }

    private async Task AdvanceAsync()
    {
        switch (Record.State)
        {
            case SweepState.Running:
                await RunAsync();
                break;
            case SweepState.Paused or SweepState.Cancelled:
                await DrainAsync();
                break;
            case SweepState.Removing:
                await RemoveSomeAsync();
                break;
            default:
                if (_closing)
                    await CloseAsync();
                else
                    Sleep();
                break;
        }
    }

    // Keeps a window of models open. Opening again is harmless: it wakes a model whose silo died, and brings counts whose notice was lost.
    private async Task RunAsync()
    {
        var queue = await Queue.ShareAsync(Id, Record.Spec!.Priority);
        _window = Math.Max(_options.OpenModels, 4 * queue.Devices);
        if (_dirty)
        {
            _dirty = false;
            await _commit.CommitAsync();
        }

        var silent = _open.Where(m => !IsHeard(m.Value)).Select(m => m.Key).ToList();
        Refill();
        await Task.WhenAll(silent.Select(OpenAsync));
    }

    // A model whose cells end says so; only one that has been silent for some ticks may be lost.
    private bool IsHeard(OpenModel model) => Stopwatch.GetElapsedTime(model.Heard).TotalSeconds < SilentTicks * _options.ReconcileSeconds;

    // What was measured before counts from the beginning: a model says what it has when it is opened. Those that read a long
    // file
    // say so later.
    private async Task OpenedAsync()
    {
        if (_timer is null)
            return;
        try
        {
            await RunAsync();
            await _opening.WaitAsync(OpeningPatience);
        }
        catch (Exception e)
        {
            LogFault(Id, e.Message);
        }
    }

    private void Refill()
    {
        for (; _next < Record.Models && _open.Count < _window && Record.State == SweepState.Running; _next++)
        {
            if (Record.IsFinished(_next))
                continue;
            _open[_next] = new OpenModel(new CellCounts(), Stopwatch.GetTimestamp());
            var opened = OpenAsync(_next);
            _opening = _opening.IsCompleted ? opened : Task.WhenAll(_opening, opened);
        }

        if (_next > Record.Opened)
            (Record.Opened, _dirty) = (_next, true);
    }

    private async Task OpenAsync(int model)
    {
        // It may have been paused while this tick waited for something.
        if (Record.State != SweepState.Running)
            return;
        try
        {
            await ProgressAsync(await ModelSweep(model).StartAsync(StartOf(model)));
        }
        catch (Exception e)
        {
            // Its silo is gone for the moment; the next tick opens it again.
            if (_open.TryGetValue(model, out var open))
                _open[model] = open with { Heard = 0 };
            LogFault(Id, e.Message);
        }
    }
}
