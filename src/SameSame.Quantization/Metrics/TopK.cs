namespace SameSame.Quantization.Metrics;

/// <summary>Ranks within one image's logits. Ties go to the lower class, as in NumPy's argmax; a logit that is not a number never wins.</summary>
public static class TopK
{
    /// <summary>The class of the greatest logit.</summary>
    public static int ArgMax(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[best] || (float.IsNaN(logits[best]) && !float.IsNaN(logits[i])))
                best = i;
        }

        return best;
    }

    /// <summary>Whether class <paramref name="label"/> is among the <paramref name="k"/> greatest logits.</summary>
    public static bool Contains(ReadOnlySpan<float> logits, int label, int k)
    {
        if ((uint)label >= (uint)logits.Length || float.IsNaN(logits[label]))
            return false;
        var above = 0;
        for (var i = 0; i < logits.Length; i++)
            above += logits[i] > logits[label] || (logits[i] == logits[label] && i < label) ? 1 : 0;
        return above < k;
    }
}
