using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;
using SameSame.Quantization.Equalization;

namespace SameSame.Grains.Profiles;

/// <summary>Factors that are being found, away from the grain that waits for them.</summary>
internal sealed class FactorRun
{
    private readonly FactorRequest _request;
    private int _measured;

    public FactorRun(FactorRequest request, Func<FactorRequest, Action, Task<string>> find)
    {
        _request = request;
        Factors = Task.Run(() => find(request, () => Interlocked.Increment(ref _measured)));
    }

    /// <summary>The artifact that holds them.</summary>
    public Task<string> Factors { get; }

    /// <summary>How far it is, where that is a matter of minutes.</summary>
    public SearchProgress? Progress => EqualizationMethods.Get(_request.Method) is SearchMethod method && !Factors.IsCompleted
        ? new SearchProgress($"{_request.Scheme!.Bits} {method.Name}", Volatile.Read(ref _measured), method.AtMost) : null;
}
