using System.Runtime.InteropServices;

namespace SameSame.Grains.Artifacts;

/// <summary>Logits as little-endian float32, row by row; the number of images is known from the profile.</summary>
public static class LogitsFormat
{
    /// <summary>Writes to bytes.</summary>
    public static byte[] Write(float[] logits) => MemoryMarshal.AsBytes<float>(logits).ToArray();

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static float[] Read(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes).ToArray();
}
