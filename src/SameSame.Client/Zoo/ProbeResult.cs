using System.Globalization;
using SameSame.Quantization.Metrics;

namespace SameSame.Client.Zoo;

/// <summary>What a probe of a model's preprocessing found.</summary>
/// <param name="Tried">Preprocessings that were tried.</param>
/// <param name="Images">Images each ran on.</param>
/// <param name="Better">What does far better than the catalogue, or null.</param>
/// <param name="Written">The catalogue's own.</param>
internal sealed record ProbeResult(int Tried, int Images, ProbeTrial? Better, ProbeTrial Written)
{
    /// <summary>One line.</summary>
    public string Text => Better is { } better ? Finding(better) : string.Create(CultureInfo.InvariantCulture,
        $"preprocessing and labels: none of {Tried} usual preprocessings does better than what is written ({Written.Top1:0.0} "
            + $"% of {Images} images)");

    private string Finding(ProbeTrial better)
    {
        var gain = PairedDifference.Between(better.Correct, Written.Correct);
        var what = better.Offset == Written.Offset ? "preprocessing looks" : better.Changes.Count == 1 ? "labels look"
            : "preprocessing and labels look";
        var fields = string.Join(", ", better.Changes);
        return string.Create(CultureInfo.InvariantCulture,
            $"{what} wrong: {better.Top1:0.0} % with {fields}, {Written.Top1:0.0} % as written (the same {Images} images; "
                + $"{gain.Low:0.0} .. {gain.High:0.0} points between them at 95 %); write {fields}");
    }
}
