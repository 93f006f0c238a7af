using System.Text.Json;

namespace SameSame.Grains.Artifacts;

/// <summary>
/// The stored form of what empirical correction added to the biases, by layer: JSON with round-trip doubles. Measuring it again on another processor could
/// end one code beside it.
/// </summary>
public static class BiasShiftsFormat
{
    /// <summary>Writes to bytes; equal shifts give equal bytes.</summary>
    public static byte[] Write(IReadOnlyDictionary<string, double[]> shifts) =>
        JsonSerializer.SerializeToUtf8Bytes(new SortedDictionary<string, double[]>(shifts.ToDictionary(s => s.Key, s => s.Value), StringComparer.Ordinal));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no shifts.</exception>
    public static IReadOnlyDictionary<string, double[]> Read(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, double[]>>(bytes) ?? throw new InvalidDataException("no bias shifts");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("not bias shifts", e);
        }
    }
}
