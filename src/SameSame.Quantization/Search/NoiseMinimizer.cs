using SameSame.Quantization.Equalization;

namespace SameSame.Quantization.Search;

/// <summary>
/// Finds the factors with the least noise of a <see cref="NoiseModel"/>: Adam (Kingma and Ba, ICLR 2015) on <c>log N</c> over <c>log c</c>, with maxima that sharpen
/// and steps that shrink as it goes. Always the same number of steps, so that the result depends on nothing but the problem.
/// </summary>
public static class NoiseMinimizer
{
    /// <summary>Number of steps.</summary>
    public const int Steps = 300;

    private const double Rate = 0.1, Momentum = 0.9, Damping = 0.99;
    private const double FirstSharpness = 8, LastSharpness = 64;

    /// <summary>Runs from <paramref name="start"/>.</summary>
    /// <param name="problem">The network.</param>
    /// <param name="model">Its noise.</param>
    /// <param name="start">Factors to start from, one a class.</param>
    /// <param name="activationWeight">What activation noise counts beside weight noise; 1 as the model has it.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static double[] Run(EqualizationProblem problem, NoiseModel model, double[] start, double activationWeight, CancellationToken cancellation)
    {
        var x = Array.ConvertAll(start, Math.Log);
        var (gradient, mean, square) = (new double[x.Length], new double[x.Length], new double[x.Length]);
        for (var step = 0; step < Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var progress = (double)step / Steps;
            var noise = model.Evaluate(x, FirstSharpness + progress * (LastSharpness - FirstSharpness), activationWeight, gradient);
            if (!(noise > 0))
                break;
            var rate = Rate * (1 - progress);
            for (var k = 1; k < x.Length; k++)
            {
                var slope = gradient[k] / noise;
                mean[k] = Momentum * mean[k] + (1 - Momentum) * slope;
                square[k] = Damping * square[k] + (1 - Damping) * slope * slope;
                x[k] -= rate * (mean[k] / (1 - Math.Pow(Momentum, step + 1))) / (Math.Sqrt(square[k] / (1 - Math.Pow(Damping, step + 1))) + 1e-12);
            }
        }

        return Tame(problem, Array.ConvertAll(x, Math.Exp));
    }

    // Factors stay near their group's median, and channels that take no part stretch nobody's range.
    private static double[] Tame(EqualizationProblem problem, double[] factors)
    {
        foreach (var group in problem.Groups)
        {
            var median = group.Classes.Select(c => factors[c]).Order().ElementAt(group.Classes.Length / 2);
            foreach (var c in group.Classes)
                factors[c] = Math.Clamp(factors[c], median / LiveChannels.MaximumRatio, median * LiveChannels.MaximumRatio);
            var view = GroupView.Of(problem, group, factors);
            var live = LiveChannels.Find(view);
            if (!live.Contains(false))
                continue;
            var relative = LiveChannels.Complete(view, live, [.. Enumerable.Repeat(1.0, group.Classes.Length)]);
            for (var i = 0; i < relative.Length; i++)
                factors[group.Classes[i]] *= relative[i];
        }

        return factors;
    }
}
