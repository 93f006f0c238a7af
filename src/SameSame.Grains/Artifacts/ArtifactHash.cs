using System.Security.Cryptography;

namespace SameSame.Grains.Artifacts;

/// <summary>The name of an artifact: the SHA-256 of its bytes, 64 lower-case hex digits.</summary>
public static class ArtifactHash
{
    /// <summary>The name that bytes have.</summary>
    public static string Of(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The name itself, where it is one: it becomes part of a path or an address, and must not lead out of the store.</summary>
    /// <exception cref="ArtifactException">It is no hash.</exception>
    public static string Checked(string hash) =>
        hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower) ? hash : throw new ArtifactException($"'{hash}' is no artifact hash");
}
