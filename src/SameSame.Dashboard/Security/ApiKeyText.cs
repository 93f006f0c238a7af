using System.Security.Cryptography;
using System.Text;
using SameSame.Contracts.Keys;

namespace SameSame.Dashboard.Security;

/// <summary>A key as its owner holds it: <c>ss_ID_SECRET</c>, the id for people and logs, the secret 256 random bits.</summary>
public static class ApiKeyText
{
    private const string Prefix = "ss_";
    private const int IdLength = 8, SecretLength = 64;

    /// <summary>Makes a key: what is stored, and the text that is shown once.</summary>
    /// <param name="name">Who has it.</param>
    /// <param name="role">What it allows.</param>
    /// <param name="now">When.</param>
    public static (ApiKey Key, string Text) Create(string name, ApiRole role, DateTimeOffset now)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2));
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretLength / 2));
        return (new ApiKey(id, name, role, Hash(secret), now), $"{Prefix}{id}_{secret}");
    }

    /// <summary>The stored key that a text opens; null where there is none, or it is revoked.</summary>
    public static ApiKey? Verify(string text, IEnumerable<ApiKey> keys)
    {
        if (text.Length != Prefix.Length + IdLength + 1 + SecretLength
            || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || text[Prefix.Length + IdLength] != '_')
            return null;
        var id = text.Substring(Prefix.Length, IdLength);
        var hash = Encoding.ASCII.GetBytes(Hash(text[^SecretLength..]));
        return keys.FirstOrDefault(k => k.Id == id && k.Revoked is null
            && CryptographicOperations.FixedTimeEquals(hash, Encoding.ASCII.GetBytes(k.SecretHash)));
    }

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(secret)));
}
