namespace SameSame.Contracts.Keys;

/// <summary>The owner of the keys that open the HTTP interface and the dashboard; a single grain with key <c>all</c>.</summary>
[Alias("samesame.IApiKeysGrain")]
public interface IApiKeysGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "all";

    /// <summary>Stores a key: its name, role and the hash of its secret. Durable on return.</summary>
    /// <returns>False where a key of that id exists.</returns>
    [Alias("AddAsync")] Task<bool> AddAsync(ApiKey key);

    /// <summary>All keys, revoked ones too, oldest first.</summary>
    [Alias("ListAsync")] Task<ApiKey[]> ListAsync();

    /// <summary>Revokes a key for good. Durable on return.</summary>
    /// <returns>False where there is no such key.</returns>
    [Alias("RevokeAsync")] Task<bool> RevokeAsync(string id);
}

/// <summary>What somebody with a key may do.</summary>
public enum ApiRole
{
    /// <summary>Look.</summary>
    Viewer,

    /// <summary>Look; start, stop and delete sweeps.</summary>
    Operator,
}

/// <summary>A key as it is stored: whoever reads it cannot use it.</summary>
/// <param name="Id">Public part, eight lower-case hex digits.</param>
/// <param name="Name">For people: who has it.</param>
/// <param name="Role">What it allows.</param>
/// <param name="SecretHash">SHA-256 of the secret part, lower-case hex. The secret is 256 random bits, so that a hash without salt or work factor is enough.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Revoked">When it was revoked; null where it holds.</param>
[GenerateSerializer, Immutable, Alias("samesame.api-key")]
public sealed record ApiKey(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] ApiRole Role, [property: Id(3)] string SecretHash,
    [property: Id(4)] DateTimeOffset Created, [property: Id(5)] DateTimeOffset? Revoked = null);
