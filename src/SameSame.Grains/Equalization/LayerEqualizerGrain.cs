using Orleans.Placement;
using Orleans.Runtime;
using SameSame.Contracts.Equalization;
using SameSame.Grains.Placement;
using SameSame.Quantization.Equalization;

namespace SameSame.Grains.Equalization;

/// <inheritdoc cref="ILayerEqualizerGrain"/>
[RandomPlacement, RequiresRole(SiloRoles.Equalizer)]
public sealed class LayerEqualizerGrain(ILocalSiloDetails silo, ISearchExecutor search, EqualizerSlots slots) : Grain, ILayerEqualizerGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private int _round = -1;
    private Task<double[]>? _work;
    private Task<(double Decibels, double[]? Factors)>? _piece;

    /// <inheritdoc/>
    public async Task<GroupSolution?> SolveAsync(string method, int round, GroupProblem problem)
    {
        if (_work is null || _round != round)
        {
            _round = round;
            var solver = (IGroupMethod)EqualizationMethods.Get(method);
            _work = Task.Run(() => solver.Solve(problem));
        }

        if (await Task.WhenAny(_work, Task.Delay(Patience)) != _work)
            return null;
        return new GroupSolution(await _work, silo.SiloAddress.ToParsableString());
    }

    /// <inheritdoc/>
    public async Task<SearchAnswer?> SearchAsync(SearchJob job)
    {
        _piece ??= slots.RunAsync(() => search.Execute(job, CancellationToken.None));
        if (await Task.WhenAny(_piece, Task.Delay(Patience)) != _piece)
            return null;
        var (decibels, factors) = await _piece;
        return new SearchAnswer(decibels, factors, silo.SiloAddress.ToParsableString());
    }
}
