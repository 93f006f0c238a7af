using SameSame.Quantization.Metrics;

namespace SameSame.Evaluation.Measurement;

/// <summary>
/// Ends a run when the paired 95 % interval of the degradation is narrow enough. It looks after every <see cref="Every"/> images, wherever batches end, so that the
/// number of images depends on the network alone. The width depends on how often the two networks disagree, hardly on which of them is right, so stopping by it
/// does not pull the estimate to either side.
/// </summary>
/// <param name="points">Width at which it stops, in percentage points.</param>
public sealed class StoppingRule(double points)
{
    /// <summary>Images between two looks, and before the first.</summary>
    public const int Every = 100;

    private int _images, _lost, _gained;

    /// <summary>Counts one image.</summary>
    /// <param name="reference">Whether the reference got it right.</param>
    /// <param name="network">Whether the network did.</param>
    /// <returns>True where that was enough.</returns>
    public bool Add(bool reference, bool network)
    {
        _images++;
        _lost += reference && !network ? 1 : 0;
        _gained += !reference && network ? 1 : 0;
        if (_images % Every != 0)
            return false;
        var difference = PairedDifference.FromCounts(_lost, _gained, _images);
        return difference.High - difference.Low < points;
    }
}
