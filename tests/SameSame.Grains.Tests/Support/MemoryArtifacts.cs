using System.Collections.Concurrent;
using System.Security.Cryptography;
using SameSame.Grains.Artifacts;

namespace SameSame.Grains.Tests.Support;

/// <summary>An artifact store that all silos of a test share.</summary>
internal sealed class MemoryArtifacts : IArtifactStore
{
    private readonly ConcurrentDictionary<string, byte[]> _bytes = new(StringComparer.Ordinal);

    public Task<string> PutAsync(byte[] bytes, CancellationToken cancellation)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        _bytes[hash] = bytes;
        return Task.FromResult(hash);
    }

    public Task<byte[]> GetAsync(string hash, CancellationToken cancellation) => Task.FromResult(_bytes[hash]);

    public Task<bool> ExistsAsync(string hash, CancellationToken cancellation) => Task.FromResult(_bytes.ContainsKey(hash));

    public Task ProbeAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Loses everything.</summary>
    public void Clear() => _bytes.Clear();
}
