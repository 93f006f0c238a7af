namespace SameSame.Contracts.Work;

/// <summary>A part of an evaluation's images, by position in the order they run.</summary>
/// <param name="From">First position.</param>
/// <param name="To">Position after the last.</param>
/// <param name="Of">Images in all, those that do not decode included.</param>
[GenerateSerializer, Immutable, Alias("samesame.image-range")]
public sealed record ImageRange([property: Id(0)] int From, [property: Id(1)] int To, [property: Id(2)] int Of)
{
    /// <summary>Whether it is all of them.</summary>
    public bool IsWhole => From == 0 && To == Of;

    /// <summary>Splits <paramref name="images"/> images into parts of equal size, as few as have at most <paramref name="most"/> images each.</summary>
    public static IReadOnlyList<ImageRange> Split(int images, int most)
    {
        var parts = Math.Max(1, (images + most - 1) / most);
        return [.. Enumerable.Range(0, parts).Select(p => new ImageRange((int)((long)images * p / parts), (int)((long)images * (p + 1) / parts), images))];
    }

    /// <inheritdoc/>
    public override string ToString() => $"{From}-{To}";
}

/// <summary>FP32 logits of a part of the images.</summary>
/// <param name="Range">The images.</param>
/// <param name="Logits">Artifact: float32 <c>[images, classes]</c>; images that do not decode have no row.</param>
[GenerateSerializer, Immutable, Alias("samesame.logits-part")]
public sealed record LogitsPart([property: Id(0)] ImageRange Range, [property: Id(1)] string Logits);
