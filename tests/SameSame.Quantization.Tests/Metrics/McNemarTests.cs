using System.Numerics;
using SameSame.Quantization.Metrics;

namespace SameSame.Quantization.Tests.Metrics;

public class McNemarTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(5, 0)]
    [InlineData(3, 9)]
    [InlineData(12, 12)]
    [InlineData(40, 71)]
    [InlineData(900, 1000)]
    public void Mid_p_is_that_of_whole_binomial_coefficients(int lost, int gained)
    {
        Assert.Equal(Naive(lost, gained), McNemarTest.PValue(lost, gained), 1e-9);
        Assert.Equal(McNemarTest.PValue(lost, gained), McNemarTest.PValue(gained, lost));
    }

    [Fact]
    public void Beyond_the_exact_form_it_goes_on_without_a_step() =>
        Assert.Equal(Naive(1030, 971), McNemarTest.PValue(1030, 971), 2e-3);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1.959963984540054, 0.05)]
    [InlineData(2.5758293035489004, 0.01)]
    [InlineData(-3.2905267314919255, 0.001)]
    public void Normal_tails_are_those_of_tables(double z, double p) => Assert.Equal(p, NormalTest.TwoSided(z), 3e-7);

    [Fact]
    public void Its_level_holds_where_there_is_no_difference()
    {
        var (random, rejected, trials) = (new Random(7), 0, 4000);
        for (var i = 0; i < trials; i++)
        {
            var lost = Enumerable.Range(0, 30).Count(_ => random.Next(2) == 0);
            rejected += McNemarTest.PValue(lost, 30 - lost) <= 0.05 ? 1 : 0;
        }

        Assert.InRange(rejected / (double)trials, 0.02, 0.06);
    }

    [Fact]
    public void Holm_multiplies_the_smallest_by_their_number_and_never_turns_the_order_round() =>
        Assert.Equal([0.03, 0.06, 0.06, 0.9], HolmCorrection.Adjust([0.0075, 0.03, 0.02, 0.9]).Select(p => Math.Round(p, 12)));

    private static double Naive(int lost, int gained)
    {
        var (n, fewer) = (lost + gained, Math.Min(lost, gained));
        if (n == 0)
            return 1;
        BigInteger term = 1, below = 0;
        for (var k = 0; k < fewer; k++)
        {
            below += term;
            term = term * (n - k) / (k + 1);
        }

        // Twice the tail with half of its last term, in thousandths of a billionth.
        return Math.Min(1, (double)((2 * below + term) * BigInteger.Pow(10, 15) / BigInteger.Pow(2, n)) / 1e15);
    }
}
