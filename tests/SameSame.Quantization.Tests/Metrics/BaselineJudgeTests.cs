using SameSame.Quantization.Metrics;

namespace SameSame.Quantization.Tests.Metrics;

/// <summary>Made runs: a network that is right with a given probability and else says any class, against labels that are true or not.</summary>
public class BaselineJudgeTests
{
    [Theory]
    [InlineData(10, 2000, 0.93)]
    [InlineData(10, 40, 0.5)]
    [InlineData(1000, 650, 0.7)]
    [InlineData(1000, 50_000, 0.02)]
    [InlineData(2, 500, 0.6)]
    [InlineData(21_841, 5000, 0.3)]
    public void Nothing_speaks_against_a_network_that_knows_something(int classes, int images, double right)
    {
        foreach (var seed in Enumerable.Range(0, 20))
            Assert.Empty(Judge(classes, images, right, seed, l => l));
    }

    [Theory]
    [InlineData(10, 300, 0.9, 1)]
    [InlineData(1000, 650, 0.7, 1)]
    [InlineData(1000, 650, 0.7, -1)]
    [InlineData(1000, 50_000, 0.1, -1)]
    public void Labels_that_are_shifted_by_one_are_named_with_the_offset_that_mends_them(int classes, int images, double right, int by)
    {
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var finding = Assert.Single(Judge(classes, images, right, seed, l => Math.Clamp(l + by, 0, classes - 1)));
            Assert.True(finding.Stops);
            Assert.Contains("labels look shifted by one", finding.Text, StringComparison.Ordinal);
            Assert.Contains($"offset: {3 - by}", finding.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(10, 1000, 0.9)]
    [InlineData(1000, 50_000, 0.7)]
    [InlineData(1000, 650, 0.7)]
    public void Classes_in_another_order_are_found_where_there_are_images_enough_to_learn_it(int classes, int images, double right)
    {
        int[] order = [.. Enumerable.Range(0, classes)];
        new Random(5).Shuffle(order);
        var finding = Assert.Single(Judge(classes, images, right, 1, l => order[l]));
        Assert.True(finding.Stops);
        Assert.Contains("classes look shuffled", finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 2000)]
    [InlineData(1000, 650)]
    public void A_network_that_guesses_is_stopped(int classes, int images) => Assert.Contains(Judge(classes, images, 0, 3, l => l), f => f.Stops && f.Text.Contains("guessing", StringComparison.Ordinal));

    [Fact]
    public void A_dataset_of_few_classes_and_answers_that_pile_up_are_doubtful_and_do_not_stop()
    {
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => i % 3)];
        var few = Assert.Single(BaselineJudge.Findings(LabelCounts.Of(labels, labels, 1000, 0)));
        Assert.Equal((false, "the dataset has 3 classes and the model 1000 outputs; check the dataset's classes"), (few.Stops, few.Text));

        int[] ten = [.. Enumerable.Range(0, 300).Select(i => i % 10)];
        int[] piled = [.. ten.Select((l, i) => i % 4 == 0 ? l : 7)];
        var pile = Assert.Single(BaselineJudge.Findings(LabelCounts.Of(piled, ten, 10, 0)));
        Assert.False(pile.Stops);
        Assert.Contains("are taken for one class, which 10.00 % at most are", pile.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_images_prove_nothing() => Assert.Empty(Judge(10, 29, 0, 1, l => l));

    [Fact]
    public void Counts_of_parts_add_up()
    {
        var (answers, labels) = Run(10, 900, 0.8, 4, l => l);
        var whole = LabelCounts.Of(answers, labels, 10, 3);
        var parts = Enumerable.Range(0, 3).Select(p => LabelCounts.Of(answers.AsSpan(300 * p, 300), labels.AsSpan(300 * p, 300), 10, 3)).Aggregate((a, b) => a.Add(b));
        Assert.Equal((whole.Images, whole.Labels, whole.Correct, whole.CorrectBelow, whole.CorrectAbove, whole.HeldOut, whole.HeldOutCorrect),
            (parts.Images, parts.Labels, parts.Correct, parts.CorrectBelow, parts.CorrectAbove, parts.HeldOut, parts.HeldOutCorrect));
    }

    private static IReadOnlyList<BaselineFinding> Judge(int classes, int images, double right, int seed, Func<int, int> label)
    {
        var (answers, labels) = Run(classes, images, right, seed, label);
        return BaselineJudge.Findings(LabelCounts.Of(answers, labels, classes, 3));
    }

    private static (int[] Answers, int[] Labels) Run(int classes, int images, double right, int seed, Func<int, int> label)
    {
        var random = new Random(seed);
        var (answers, labels) = (new int[images], new int[images]);
        for (var i = 0; i < images; i++)
        {
            var truth = random.Next(classes);
            (labels[i], answers[i]) = (label(truth), random.NextDouble() < right ? truth : random.Next(classes));
        }

        return (answers, labels);
    }
}
