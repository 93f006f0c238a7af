namespace SameSame.Contracts.Sweeps;

/// <summary>Answers on the silo whose gateway a client's call comes through; so a client finds out which of its gateways still answer.</summary>
[Alias("samesame.IGatewayGrain")]
public interface IGatewayGrain : IGrainWithIntegerKey
{
    /// <summary>Address and port of that gateway.</summary>
    [Alias("WhereAsync")] Task<string> WhereAsync();
}
