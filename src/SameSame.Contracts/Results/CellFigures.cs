using SameSame.Quantization.Metrics;

namespace SameSame.Contracts.Results;

/// <summary>Figures from sums, the same for a cell that ran in one piece and for one put together from parts.</summary>
public static class CellFigures
{
    /// <summary>The measurement with the figures that follow from its sums, its bits and its number of images.</summary>
    public static CellMeasurement WithFigures(this CellMeasurement cell)
    {
        var (sums, correct) = (cell.Sums, new ImageBitset(cell.Images, cell.Correct).SetCount);
        var paired = PairedDifference.FromCounts(sums.Lost, sums.Gained, cell.Images);
        return cell with
        {
            Fp32Top1 = Percent(sums.Fp32Correct),
            Top1 = Percent(correct),
            Top5 = Percent(sums.Top5),
            Degradation = paired.Points,
            DegradationLow = paired.Low,
            DegradationHigh = paired.High,
            Agreement = Percent(sums.Agreeing),
            SqnrDb = new SignalToNoise(sums.Signal, sums.Noise).Decibels,
        };

        double Percent(int images) => 100.0 * images / cell.Images;
    }

    /// <summary>The whole cell from its parts, or null while some are missing.</summary>
    /// <param name="key">The cell's key.</param>
    /// <param name="parts">Measurements of parts, in any order.</param>
    public static CellMeasurement? Join(string key, IEnumerable<CellMeasurement> parts)
    {
        // In the order of the images, so that sums of doubles do not depend on which part came first.
        var ordered = parts.OrderBy(p => p.Range!.From).ToList();
        var next = 0;
        foreach (var part in ordered)
        {
            if (part.Range!.From != next)
                return null;
            next = part.Range.To;
        }

        // Parts of a forced run are not mixed with those of another.
        if (ordered.Count == 0 || next != ordered[0].Range!.Of || (ordered.Exists(p => p.Forced) && ordered.Exists(p => p.Run != ordered[0].Run)))
            return null;
        var last = ordered[^1];
        return (last with
        {
            Key = key,
            Range = null,
            Images = ordered.Sum(p => p.Images),
            Correct = ImageBitset.Join([.. ordered.Select(p => new ImageBitset(p.Images, p.Correct))]).Bytes,
            Sums = ordered.Select(p => p.Sums).Aggregate((a, b) => a + b),
            Seconds = ordered.Sum(p => p.Seconds),
            SkippedImages = ordered.Sum(p => p.SkippedImages),
            // Both are of the first images, as those of a cell that ran in one piece.
            PredictedSqnrDb = ordered[0].PredictedSqnrDb,
            GateSqnrDb = ordered[0].GateSqnrDb,
            Implausible = ordered.Select(p => p.Implausible).FirstOrDefault(i => i is not null),
            Device = string.Join(' ', ordered.Select(p => p.Device).Distinct().Order(StringComparer.Ordinal)),
        }).WithFigures();
    }
}
