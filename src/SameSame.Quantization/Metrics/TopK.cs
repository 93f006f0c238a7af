namespace SameSame.Quantization.Metrics;

/// <summary>Ranks within one image's logits. Ties go to the lower class, as in NumPy's argmax; a logit that is not a number never wins.</summary>
public static class TopK
{
    /// <summary>The class of the greatest logit.</summary>
    public static int ArgMax(ReadOnlySpan<float> logits)
    {
        var (best, greatest) = (0, logits[0]);
        for (var i = 1; i < logits.Length; i++)
        {
            var logit = logits[i];
            // One comparison that is nearly always true; false for a greater one and where either is not a number.
            if (logit <= greatest)
                continue;
            if (logit > greatest || (float.IsNaN(greatest) && !float.IsNaN(logit)))
                (best, greatest) = (i, logit);
        }

        return best;
    }

    /// <summary>Whether class <paramref name="label"/> is among the <paramref name="k"/> greatest logits.</summary>
    public static bool Contains(ReadOnlySpan<float> logits, int label, int k)
    {
        if ((uint)label >= (uint)logits.Length || float.IsNaN(logits[label]))
            return false;
        var (above, own) = (0, logits[label]);
        for (var i = 0; i < logits.Length; i++)
        {
            if (logits[i] >= own)
                above += logits[i] > own || i < label ? 1 : 0;
        }

        return above < k;
    }
}
