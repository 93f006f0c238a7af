using SameSame.Contracts.Sweeps;

namespace SameSame.Grains.Sweeps;

/// <content>What a sweep that nobody works on has reached: its models are asked, some at a time, so that no call lasts.</content>
public sealed partial class SweepGrain
{
    private readonly Dictionary<int, CellCounts> _looked = [];

    private int LookedAtOnce => 4 * _options.OpenModels;

    private CellCounts Looked => _looked.Values.Aggregate(new CellCounts(), (sum, c) => sum + c) with { Total = 0 };

    // Looks at some more models; the number of those that are still to be looked at.
    private async Task<int> LookAsync()
    {
        var missing = Begun().Where(m => !_looked.ContainsKey(m)).ToList();
        var asked = missing.Take(LookedAtOnce).ToList();
        var found = await Task.WhenAll(asked.Select(m => ModelSweep(m).LookAsync(StartOf(m))));
        foreach (var (model, progress) in asked.Zip(found).Where(f => !f.Second.Partial))
            _looked[model] = progress.Counts;
        return missing.Count(m => !_looked.ContainsKey(m));
    }

    private async Task<CellCounts> LookAtAllAsync()
    {
        _looked.Clear();
        for (var left = int.MaxValue; await LookAsync() is > 0 and var now && now < left;)
            left = now;
        return Looked;
    }

    // Every unfinished model that may have cells: those known to have been opened, and as many more as may have been opened since that was stored.
    private IEnumerable<int> Begun()
    {
        var unfinished = Enumerable.Range(0, Record.Models).Where(m => !Record.IsFinished(m)).ToList();
        return unfinished.Where(m => m < Record.Opened).Concat(unfinished.Where(m => m >= Record.Opened).Take(LookedAtOnce));
    }

    private async Task RecountAsync()
    {
        try
        {
            await StoreStoppedAsync([await LookAtAllAsync()]);
        }
        catch (Exception e)
        {
            LogFault(Id, e.Message);
        }
    }
}
