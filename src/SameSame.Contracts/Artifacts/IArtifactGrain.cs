namespace SameSame.Contracts.Artifacts;

/// <summary>Hands an artifact to clients, which do not see the store; key: the artifact's SHA-256.</summary>
[Alias("samesame.IArtifactGrain")]
public interface IArtifactGrain : IGrainWithStringKey
{
    /// <summary>The piece that starts at <paramref name="offset"/>. The whole content has been checked against the hash before the first piece leaves.</summary>
    [Alias("ReadAsync")] Task<FileChunk> ReadAsync(long offset);
}
