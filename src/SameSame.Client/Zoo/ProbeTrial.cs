using SameSame.Evaluation.Preprocessing;
using SameSame.Quantization.Metrics;

namespace SameSame.Client.Zoo;

/// <summary>A model on a probe's images under one preprocessing and one label offset.</summary>
/// <param name="Input">The preprocessing.</param>
/// <param name="Offset">The offset.</param>
/// <param name="Correct">Which images it got right.</param>
/// <param name="Changes">What differs from the catalogue, as it would be written there.</param>
internal sealed record ProbeTrial(InputSpec Input, int Offset, ImageBitset Correct, IReadOnlyList<string> Changes)
{
    // A handful of the trials are about as good as the right one: at three standard deviations one sound model in hundreds is
    // suspected by chance, at two one in ten.
    private const double Sigmas = 3, SuspectSigmas = 2;

    /// <summary>Top-1 in percent.</summary>
    public double Top1 => 100.0 * Correct.SetCount / Correct.Count;

    /// <summary>The one that is right most often, the first of several.</summary>
    public static ProbeTrial Best(IReadOnlyList<ProbeTrial> trials) => trials.MaxBy(t => t.Correct.SetCount)!;

    /// <summary>
    /// The trial with the fewest changes among those that no other beats, where it beats the first, which is the catalogue's
    /// own, by more than chance explains; else null.
    /// </summary>
    /// <param name="trials">The trials.</param>
    /// <param name="suspect">Whether a suspicion is enough: where the first is a guess of ours, or more images are to
    /// decide.</param>
    public static ProbeTrial? FarBetter(IReadOnlyList<ProbeTrial> trials, bool suspect = false)
    {
        var (written, best) = (trials[0], Best(trials));
        // A trial whose 95 % interval against the best includes 0 is as good as it.
        return trials.Where(t => Beats(t, written, suspect ? SuspectSigmas : Sigmas)
            && PairedDifference.Between(best.Correct, t.Correct).Low <= 0).MinBy(t => (t.Changes.Count, -t.Correct.SetCount));
    }

    private static bool Beats(ProbeTrial trial, ProbeTrial written, double sigmas)
    {
        var (lost, gained) = PairedCounts.Between(written.Correct, trial.Correct);
        return gained - lost > sigmas * Math.Sqrt(gained + lost);
    }
}
