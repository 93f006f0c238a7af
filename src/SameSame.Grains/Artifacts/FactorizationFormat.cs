using System.Text.Json;
using SameSame.Quantization.Equalization;

namespace SameSame.Grains.Artifacts;

/// <summary>The stored form of a <see cref="Factorization"/>: JSON with round-trip doubles.</summary>
public static class FactorizationFormat
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Writes to bytes; equal factors give equal bytes.</summary>
    public static byte[] Write(Factorization factorization) => JsonSerializer.SerializeToUtf8Bytes(factorization, Options);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no factorization.</exception>
    public static Factorization Read(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Factorization>(bytes, Options) is { Factors: not null } f ? f : throw new InvalidDataException("no factors");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("not a factorization", e);
        }
    }
}
