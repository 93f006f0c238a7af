namespace SameSame.Contracts.Work;

/// <summary>
/// One device of one silo; key: <c>silo address/slot</c>, and it lives on that silo only. Pulls work, does it on threads of its own, and stays
/// activated while it works.
/// </summary>
[Alias("samesame.IEvaluatorGrain")]
public interface IEvaluatorGrain : IGrainWithStringKey
{
    /// <summary>Starts pulling, or does nothing where it does already. Called again and again by the silo it lives on.</summary>
    [Alias("EnsureRunningAsync")] Task EnsureRunningAsync(DeviceDescription device);

    /// <summary>Returns what it works on and stops.</summary>
    [Alias("StopAsync")] Task StopAsync();
}
