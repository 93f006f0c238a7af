namespace SameSame.Grains.Artifacts;

/// <summary>Immutable bytes under their SHA-256. Putting the same bytes twice is one artifact.</summary>
public interface IArtifactStore
{
    /// <summary>Stores bytes durably and returns their hash, lower-case hex.</summary>
    Task<string> PutAsync(byte[] bytes, CancellationToken cancellation);

    /// <summary>The bytes of an artifact.</summary>
    /// <exception cref="ArtifactException">It is missing, or its content does not have its hash.</exception>
    Task<byte[]> GetAsync(string hash, CancellationToken cancellation);

    /// <summary>Whether an artifact exists.</summary>
    Task<bool> ExistsAsync(string hash, CancellationToken cancellation);

    /// <summary>Fails at once where the store cannot be written to; unlike <see cref="PutAsync"/> it waits neither for room nor for a service that is away.</summary>
    Task ProbeAsync(CancellationToken cancellation);
}

/// <summary>An artifact that is missing or damaged.</summary>
public sealed class ArtifactException(string message) : Exception(message);
