namespace SameSame.Evaluation.Measurement;

/// <summary>Counts images that two selections share, by their pixels: ranges that are calibrated on the images of the evaluation promise what other images do not keep.</summary>
public static class ImageOverlap
{
    // Enough to tell photographs apart, and little to read: whole images are compared only where these agree. From the middle, since borders may all be white or black.
    private const int Sample = 256;

    /// <summary>How many of <paramref name="few"/> are, pixel for pixel, among <paramref name="many"/>. Images of one colour are not counted. 0 where the two are preprocessed to different sizes.</summary>
    public static int Count(ImageBatches few, ImageBatches many)
    {
        if (few.Input.PixelBytes != many.Input.PixelBytes)
            return 0;
        var places = few.Indices.ToLookup(i => Digest(few.Cache.Pixels(i)));
        var found = new HashSet<int>();
        foreach (var index in many.Indices)
        {
            var pixels = many.Cache.Pixels(index);
            foreach (var candidate in places[Digest(pixels)])
            {
                if (!found.Contains(candidate) && pixels.ContainsAnyExcept(pixels[0]) && pixels.SequenceEqual(few.Cache.Pixels(candidate)))
                    found.Add(candidate);
            }
        }

        return found.Count;
    }

    private static int Digest(ReadOnlySpan<byte> pixels)
    {
        var hash = default(HashCode);
        hash.AddBytes(pixels.Slice(pixels.Length / 2, Math.Min(Sample, pixels.Length - pixels.Length / 2)));
        return hash.ToHashCode();
    }
}
