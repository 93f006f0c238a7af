using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Search;
using SameSame.Quantization.Statistics;
using SameSame.Quantization.Tests.Equalization;
using SameSame.Quantization.Tests.Statistics;

namespace SameSame.Quantization.Tests.Search;

public class FactorSearchTests
{
    private static readonly QuantizationScheme Scheme = new(new BitWidths(8, 8));
    private static readonly EqualizationProblem Problem = Networks.Chain(6, 3, 9, 8, 9, 4);

    [Fact]
    public void It_finds_at_least_what_the_best_closed_form_has()
    {
        var worker = new ModelWorker(Problem, Scheme);
        var found = ModelWorker.Search(Problem, Scheme, new SearchMethod(), worker);
        Assert.True(worker.Score(found.Factors) >= ModelWorker.Others(Problem, Scheme).Max(o => worker.Score(o.Factors)));
        Assert.Equal("search", found.Method);
        Assert.Contains("analytic", found.Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_selection_fold_does_not_confirm_is_dropped_and_the_result_says_so()
    {
        // On the selection fold one-step alone is good, as if everything else had only learnt the fit fold.
        var oneStep = EqualizationDriver.Run(Problem, new OneStepMethod(), Scheme).Factors;
        var worker = new ModelWorker(Problem, Scheme, (c, fold) => fold == CalibrationFold.Fit ? -c.Factors.Length + c.Factors[1] : c.Factors.SequenceEqual(oneStep) ? 30 : 20);
        var found = ModelWorker.Search(Problem, Scheme, new SearchMethod(), worker);
        Assert.Equal(oneStep, found.Factors);
        Assert.Equal("kept one-step", found.Origin);
        Assert.Null(found.ActivationHeadroom);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(90)]
    public void The_budget_holds(int budget)
    {
        // Every new candidate is better than all before: only the budget ends this.
        var best = 0.0;
        var worker = new ModelWorker(Problem, Scheme, (_, _) => ++best);
        var found = ModelWorker.Search(Problem, Scheme, new SearchMethod(budget), worker);
        var comparison = 1 + EqualizationMethods.GroupMethods.Count();
        var trials = worker.Asked.Count(a => a.Candidate.WeightHeadroom is not null || a.Fold == CalibrationFold.Trial);
        // The starts are always measured.
        Assert.InRange(worker.Asked.Count - comparison - trials, 1, Math.Max(budget, 17) + 2);
        Assert.InRange(trials, 0, 3 * budget);
        Assert.Equal(worker.Asked.Count, found.Rounds);
    }

    [Fact]
    public void Ranges_are_chosen_on_the_selection_fold()
    {
        var problem = new EqualizationProblem(Problem.ClassCount, [.. Problem.Tensors.Select(t => t with { Statistics = Spread(t) })], Problem.Layers);
        var worker = new ModelWorker(problem, Scheme, (c, fold) => fold == CalibrationFold.Fit ? 0
            : (c.WeightCalibrator == "mse" ? 2 : 0) + (c.ActivationHeadroom?.Values.Average() is < 0.85 and > 0.75 ? 1 : 0));
        var found = ModelWorker.Search(problem, Scheme, new SearchMethod(), worker);
        Assert.Equal("mse", found.WeightCalibrator);
        Assert.All(found.ActivationHeadroom!, h => Assert.Equal(0.8, h.Value));
        Assert.All(worker.Asked.Where(a => a.Candidate.ActivationHeadroom is not null && a.Fold != CalibrationFold.Trial), a => Assert.Equal(CalibrationFold.Selection, a.Fold));
    }

    [Fact]
    public void Weight_ranges_that_help_are_found_layer_by_layer_and_taken_together()
    {
        var wanted = Problem.Layers.Select(l => l.Name).Distinct().Take(2).ToHashSet(StringComparer.Ordinal);
        // Best where two layers cover 0.72 of their range and all others cover all of it.
        double Score(Factorization c) => 20 - Problem.Layers.Sum(l => Math.Abs(Math.Log((c.WeightHeadroom?.GetValueOrDefault(l.Name, 1) ?? 1) / (wanted.Contains(l.Name) ? 0.72 : 1))));
        var worker = new ModelWorker(Problem, Scheme, (c, _) => Score(c));
        var found = ModelWorker.Search(Problem, Scheme, new SearchMethod(), worker);
        Assert.Equal(wanted, [.. found.WeightHeadroom!.Keys]);
        Assert.All(found.WeightHeadroom.Values, share => Assert.InRange(share, 0.65, 0.8));
    }

    [Fact]
    public void Weight_ranges_that_the_selection_fold_does_not_confirm_are_dropped()
    {
        var worker = new ModelWorker(Problem, Scheme, (c, fold) => (fold == CalibrationFold.Selection ? -1 : 1) * (c.WeightHeadroom?.Count ?? 0));
        Assert.Null(ModelWorker.Search(Problem, Scheme, new SearchMethod(), worker).WeightHeadroom);
        Assert.Contains(worker.Asked, a => a.Fold == CalibrationFold.Selection && a.Candidate.WeightHeadroom is not null);
    }

    [Fact]
    public void A_scheme_that_clips_weights_already_is_not_asked_to_do_it_again()
    {
        var scheme = Scheme with { Calibrator = "mse" };
        var worker = new ModelWorker(Problem, scheme);
        ModelWorker.Search(Problem, scheme, new SearchMethod(), worker);
        Assert.All(worker.Asked, a => Assert.Null(a.Candidate.WeightCalibrator));
    }

    [Fact]
    public void A_network_whose_logits_are_not_numbers_loses()
    {
        var worker = new ModelWorker(Problem, Scheme, (c, _) => c.Origin?.StartsWith("analytic", StringComparison.Ordinal) == true ? double.NaN : c.Origin?.Contains("cle", StringComparison.Ordinal) == true ? 5 : 1);
        Assert.Contains("cle", ModelWorker.Search(Problem, Scheme, new SearchMethod(), worker).Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void Headroom_clips_a_rare_outlier_at_few_bits_and_hardly_at_many()
    {
        var problem = new EqualizationProblem(Problem.ClassCount, [.. Problem.Tensors.Select(t => t with { Statistics = Spread(t) })], Problem.Layers);
        double Mean(int bits) => HeadroomModel.Shares(problem, new NoiseModel(problem, Scheme), [.. Enumerable.Repeat(1.0, problem.ClassCount)], bits).Values.Average();
        Assert.InRange(Mean(4), 0.2, 0.7);
        Assert.True(Mean(4) < Mean(6));
        Assert.True(Mean(6) < Mean(10));
    }

    private static ChannelStatistics Spread(EqualizationTensor tensor)
    {
        var accumulator = new ChannelAccumulator(tensor.Classes.Length, 2000, Kept.Histograms);
        var one = HistogramTests.Values(3, 2000, spread: 5);
        accumulator.Add([.. tensor.AbsMax.SelectMany(a => one.Select(v => (float)(v * a / 5)))]);
        return accumulator.Statistics();
    }
}
