namespace SameSame.Evaluation.Preprocessing;

/// <summary>
/// Conversions for which networks saw Pillow's arithmetic in training: libvips goes through colour profiles (CMYK) and linear light (gray) instead, which is better for the eye and
/// different by tens of levels.
/// </summary>
internal static class ColourConversion
{
    /// <summary>CMYK, 0 without ink, to RGB: <c>(255 - ink) (255 - K) / 255</c>. A few of ILSVRC2012's training images are CMYK.</summary>
    public static void CmykToRgb(ReadOnlySpan<byte> cmyk, Span<byte> rgb)
    {
        for (int from = 0, to = 0; from < cmyk.Length; from += 4, to += 3)
        {
            var light = 255 - cmyk[from + 3];
            for (var c = 0; c < 3; c++)
                rgb[to + c] = (byte)(light - (cmyk[from + c] * light + 127) / 255);
        }
    }

    /// <summary>RGB to gray with ITU-R BT.601's weights in 16-bit fixed point. Both may be the same memory.</summary>
    public static void RgbToGray(ReadOnlySpan<byte> rgb, Span<byte> gray)
    {
        for (int from = 0, to = 0; from < rgb.Length; from += 3, to++)
            gray[to] = (byte)((rgb[from] * 19595 + rgb[from + 1] * 38470 + rgb[from + 2] * 7471 + 0x8000) >> 16);
    }
}
