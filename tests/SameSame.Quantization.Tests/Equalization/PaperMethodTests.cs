using CsCheck;
using SameSame.Quantization.Equalization;

namespace SameSame.Quantization.Tests.Equalization;

public class PaperMethodTests
{
    private static readonly Gen<GroupProblem> Groups = Gen.Int[0, 100_000].Select(Gen.Int[1, 12], Networks.Group);

    [Fact]
    public void One_step_only_amplifies() => Groups.Sample(group => Assert.All(new OneStepMethod().Solve(group), c => Assert.True(c >= 1)));

    [Fact]
    public void One_step_widens_no_range_but_those_that_the_group_has_to_itself() => Groups.Sample(group =>
    {
        // A tensor or kernel that lies wholly in the group may grow as a whole, to meet its Concat partners: its own quantizer cannot tell.
        var c = new OneStepMethod().Solve(group);
        AssertNotWider(group.Activations, group.ActivationsOutside, c, sharedOnly: true);
        AssertNotWider(group.Kernels, group.KernelsOutside, c, sharedOnly: true);
        var alone = Alone(group);
        c = new OneStepMethod().Solve(alone);
        AssertNotWider(alone.Activations, alone.ActivationsOutside, c, sharedOnly: false);
        AssertNotWider(alone.Kernels, alone.KernelsOutside, c, sharedOnly: false);
    });

    [Fact]
    public void One_step_brings_some_tensor_or_kernel_of_every_channel_to_its_range_or_stops_at_the_cap() => Groups.Sample(group =>
    {
        // Without Concat partners, where growth is shared, each channel must have met a limit.
        var alone = Alone(group);
        var c = new OneStepMethod().Solve(alone);
        for (var i = 0; i < c.Length; i++)
        {
            var meets = alone.Activations.Concat(alone.Kernels).Any(row => row[i] * c[i] >= row.Max() * (1 - 1e-9));
            Assert.True(meets || c[i] >= Amplification.Cap * (1 - 1e-9));
        }
    });

    [Fact]
    public void Two_step_amplifies_from_what_the_consumers_can_take() => Groups.Sample(group =>
    {
        var live = LiveChannels.Find(group);
        var w = TwoStepMethod.Attenuation(group, live);
        var c = new TwoStepMethod().Solve(group);
        Assert.All(w, x => Assert.InRange(x, 0, 1));
        for (var i = 0; i < c.Length; i++)
            Assert.True(c[i] >= w[i] * (1 - 1e-12));
    });

    [Fact]
    public void Two_step_widens_no_consumer() => Groups.Sample(group =>
    {
        var c = new TwoStepMethod().Solve(group);
        for (var s = 0; s < group.Columns.Length; s++)
        {
            var range = Math.Max(group.ColumnsOutside[s], group.Columns[s].Max());
            for (var i = 0; i < c.Length; i++)
                Assert.True(group.Columns[s][i] / c[i] <= range * (1 + 1e-9));
        }
    });

    [Fact]
    public void Attenuation_of_a_depthwise_kernel_is_per_channel()
    {
        // The published code collapses it to a scalar.
        var group = new GroupProblem([], [], [[1, 1, 1]], [0], [[4, 2, 1]], [0]);
        Assert.Equal([1, 0.5, 0.25], TwoStepMethod.Attenuation(group, [true, true, true]));
    }

    private static GroupProblem Alone(GroupProblem group) =>
        group with { ActivationsOutside = new double[group.Activations.Length], KernelsOutside = new double[group.Kernels.Length] };

    private static void AssertNotWider(double[][] rows, double[] outside, double[] c, bool sharedOnly)
    {
        for (var r = 0; r < rows.Length; r++)
        {
            if (sharedOnly && outside[r] == 0)
                continue;
            var before = Math.Max(outside[r], rows[r].Max());
            for (var i = 0; i < c.Length; i++)
                Assert.True(rows[r][i] * c[i] <= before * (1 + 1e-9));
        }
    }
}
