using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;

namespace SameSame.Quantization.Tests.Equalization;

public class EqualizationDriverTests
{
    private static readonly QuantizationScheme Scheme = new(new BitWidths(8, 8));

    public static TheoryData<string> Methods => [.. EqualizationMethods.GroupMethods.Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Factors_are_bit_identical_whoever_solves_the_groups_and_in_whatever_order(string name)
    {
        var method = (IGroupMethod)EqualizationMethods.Get(name);
        var problem = Networks.Chain(7, 4, 9, 6, 9, 6, 9, 3);
        var expected = EqualizationDriver.Run(problem, method, Scheme).Factors;
        var backwards = await EqualizationDriver.RunAsync(problem, method, Scheme, (_, problems, _) =>
        {
            var solved = new double[problems.Count][];
            for (var i = problems.Count - 1; i >= 0; i--)
                solved[i] = method.Solve(problems[i]);
            return Task.FromResult(solved);
        }, CancellationToken.None);
        var parallel = await EqualizationDriver.RunAsync(problem, method, Scheme, async (_, problems, _) =>
            await Task.WhenAll(problems.Select(p => Task.Run(() => method.Solve(p)))), CancellationToken.None);
        Assert.Equal(expected, backwards.Factors);
        Assert.Equal(expected, parallel.Factors);
    }

    [Fact]
    public void A_wave_holds_no_two_groups_that_read_each_other_and_neither_does_a_colour()
    {
        var problem = Networks.Chain(3, 4, 5, 5, 5, 5, 4);
        var adjacency = new GroupAdjacency(problem);
        foreach (var batch in adjacency.Waves().Concat(adjacency.Colours()))
            Assert.All(batch, g => Assert.All(batch, h => Assert.True(g == h || !Share(problem.Groups[g], problem.Groups[h]))));
        Assert.Equal(Enumerable.Range(0, problem.Groups.Count), adjacency.Colours().SelectMany(c => c).Order());
        // A chain is sequential for waves and two colours wide.
        Assert.Equal(problem.Groups.Count, adjacency.Waves().Count);
        Assert.Equal(2, adjacency.Colours().Count);
    }

    [Fact]
    public void Groups_come_in_the_order_of_their_first_producers()
    {
        var problem = Networks.Chain(3, 4, 5, 6, 7, 4);
        Assert.Equal([[0], [1], [2]], problem.Groups.Select(g => g.Producers));
        Assert.Equal([[1], [2], [3]], problem.Groups.Select(g => g.Consumers));
        Assert.Equal([5, 6, 7], problem.Groups.Select(g => g.Classes.Length));
    }

    [Fact]
    public async Task A_factor_that_is_not_positive_is_an_error()
    {
        var problem = Networks.Chain(3, 2, 2, 2);
        await Assert.ThrowsAsync<InvalidOperationException>(() => EqualizationDriver.RunAsync(
            problem, new OneStepMethod(), null, (_, _, _) => Task.FromResult<double[][]>([[1, double.NaN]]), CancellationToken.None));
    }

    private static bool Share(EqualizationGroup a, EqualizationGroup b) =>
        a.Producers.Concat(a.Consumers).Intersect(b.Producers.Concat(b.Consumers)).Any() || a.Tensors.Intersect(b.Tensors).Any();
}
