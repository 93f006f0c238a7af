using SameSame.Grains.Artifacts;
using SameSame.Grains.Equalization;
using SameSame.Grains.Tests.Support;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Tests.Equalization;

namespace SameSame.Grains.Tests.Protocol;

public class EqualizerTests
{
    [Fact]
    public async Task Groups_of_one_model_are_solved_on_several_silos_and_the_factors_are_those_of_a_single_thread()
    {
        foreach (var silos in new[] { 1, 3 })
        {
            await using var cluster = await SweepCluster.StartAsync(silos);
            foreach (var method in EqualizationMethods.All)
            {
                var problem = Networks.Chain(4, 3, 9, 8, 9, 8, 9, 8, 9, 8, 9, 8, 5);
                var solver = new GrainGroupSolver(cluster.Grains, $"p{silos}", method.Name, TimeSpan.FromSeconds(5));
                var found = await EqualizationDriver.RunAsync(problem, method, solver.SolveAsync, CancellationToken.None);
                var expected = EqualizationDriver.Run(problem, method);
                Assert.Equal(FactorizationFormat.Write(expected), FactorizationFormat.Write(found));
                if (method.Schedule != EqualizationSchedule.None)
                    Assert.InRange(solver.Silos.Count, silos == 1 ? 1 : 2, silos);
            }
        }
    }

    [Fact]
    public async Task An_equalizer_silo_that_is_killed_is_replaced()
    {
        await using var cluster = await SweepCluster.StartAsync(3);
        var method = EqualizationMethods.Get("cle");
        var problem = Networks.Chain(4, 3, 9, 8, 9, 8, 9, 8, 9, 8, 5);
        var solver = new GrainGroupSolver(cluster.Grains, "p", method.Name, TimeSpan.FromSeconds(3));
        var batches = 0;
        var found = await EqualizationDriver.RunAsync(problem, method, async (groups, problems, stop) =>
        {
            if (++batches == 3)
                await cluster.Orleans.KillSiloAsync(cluster.Orleans.Silos[^1]);
            return await solver.SolveAsync(groups, problems, stop);
        }, CancellationToken.None);
        Assert.Equal(EqualizationDriver.Run(problem, method).Factors, found.Factors);
    }
}
