using SameSame.Contracts.Keys;
using SameSame.Dashboard.Data;
using SameSame.Hosting.Access;

namespace SameSame.Dashboard.Security;

/// <summary>The keys of the cluster, asked for again after some seconds: so long a revoked one still opens.</summary>
internal sealed class KeyStore(ClusterAccess cluster, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private readonly Refreshed<ApiKey[]> _keys = new(Fresh, clock, stop =>
        Patience.CallAsync(() => cluster.Grains.GetGrain<IApiKeysGrain>(IApiKeysGrain.Key).ListAsync(), stop));

    /// <summary>The key that a text opens; null where there is none.</summary>
    public async Task<ApiKey?> FindAsync(string text, CancellationToken cancellation) =>
        ApiKeyText.Verify(text, await _keys.GetAsync(cancellation).ConfigureAwait(false));

    /// <summary>Whether a key that was used to sign in still holds.</summary>
    public async Task<bool> HoldsAsync(string id, CancellationToken cancellation) =>
        (await _keys.GetAsync(cancellation).ConfigureAwait(false)).Any(k => k.Id == id && k.Revoked is null);
}
