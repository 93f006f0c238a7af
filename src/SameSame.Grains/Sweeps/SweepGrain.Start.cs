using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;

namespace SameSame.Grains.Sweeps;

/// <content>How a run of a spec begins.</content>
public sealed partial class SweepGrain
{
    private readonly SemaphoreSlim _starts = new(1, 1);

    /// <inheritdoc/>
    public async Task<SweepStatus> StartAsync(SweepSpec spec)
    {
        // One after the other: two that found it finished would each begin the same generation, the second while the first is at
        // work.
        await _starts.WaitAsync();
        try
        {
            return await StartOrGoOnAsync(spec);
        }
        finally
        {
            _starts.Release();
        }
    }

    private async Task<SweepStatus> StartOrGoOnAsync(SweepSpec spec)
    {
        if (Record.State == SweepState.Removing)
            return await RefuseAsync("is being removed; start it when it is gone");
        // An unfinished sweep goes on as it is, unless somebody now wants everything measured again, or accepts what stopped a
        // part of it.
        if (Record.State is SweepState.Running or SweepState.Paused && (!spec.Force || Record.Spec!.Force)
            && (!spec.AcceptBaseline || Record.Spec!.AcceptBaseline))
        {
            Record.Spec = Record.Spec! with { Priority = spec.Priority };
            return await ResumeAsync();
        }

        string[] models;
        try
        {
            models = await Task.Run(() => _catalogue.Select(spec));
        }
        catch (SpecException e)
        {
            return new SweepStatus { Id = Id, State = SweepState.Failed, Error = e.Message };
        }

        var generation = Record.Generation + 1;
        await _models.WriteAsync(generation, models);
        _state.State = new SweepRecord
        {
            Spec = spec,
            Generation = generation,
            Models = models.Length,
            State = SweepState.Running,
            Started = _clock.GetUtcNow(),
            EventBase = Record.EventBase,
        };
        await BeginAsync();
        if (generation > 1)
            await _models.ClearAsync(generation - 1);
        return await GetStatusAsync();
    }
}
