using Orleans.Placement;
using Orleans.Runtime;
using SameSame.Contracts.Equalization;
using SameSame.Grains.Placement;
using SameSame.Quantization.Equalization;

namespace SameSame.Grains.Equalization;

/// <inheritdoc cref="ILayerEqualizerGrain"/>
[RandomPlacement, RequiresRole(SiloRoles.Equalizer)]
public sealed class LayerEqualizerGrain(ILocalSiloDetails silo) : Grain, ILayerEqualizerGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private int _round = -1;
    private Task<double[]>? _work;

    /// <inheritdoc/>
    public async Task<GroupSolution?> SolveAsync(string method, int round, GroupProblem problem)
    {
        if (_work is null || _round != round)
        {
            _round = round;
            var solver = EqualizationMethods.Get(method);
            _work = Task.Run(() => solver.Solve(problem));
        }

        if (await Task.WhenAny(_work, Task.Delay(Patience)) != _work)
            return null;
        return new GroupSolution(await _work, silo.SiloAddress.ToParsableString());
    }
}
