using SameSame.Contracts.Equalization;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Grains.Artifacts;
using SameSame.Grains.Equalization;
using SameSame.Grains.Tests.Support;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Search;
using SameSame.Quantization.Tests.Equalization;

namespace SameSame.Grains.Tests.Protocol;

public class EqualizerTests
{
    private static readonly QuantizationScheme Scheme = new(new BitWidths(8, 8));

    [Fact]
    public async Task A_search_finds_the_same_on_one_silo_on_three_and_in_one_process()
    {
        var problem = Networks.Chain(4, 3, 9, 8, 9, 8, 9, 8, 5);
        var others = EqualizationMethods.GroupMethods.Select(m => EqualizationDriver.Run(problem, m, Scheme)).ToList();
        var job = new SearchJob { Source = Items.Cell("k", "s").Source, Statistics = "", Scheme = Scheme };
        var expected = await new FactorSearch(problem, Scheme, new SearchMethod(), new Alone(problem)).RunAsync(others, CancellationToken.None);
        foreach (var silos in new[] { 1, 3 })
        {
            await using var cluster = await SweepCluster.StartAsync(silos);
            var worker = new GrainSearchWorker(cluster.Grains, $"search{silos}", job, TimeSpan.FromSeconds(20));
            var found = await new FactorSearch(problem, Scheme, new SearchMethod(), worker).RunAsync(others, CancellationToken.None);
            Assert.Equal(FactorizationFormat.Write(expected), FactorizationFormat.Write(found));
            Assert.InRange(worker.Silos.Count, silos == 1 ? 1 : 2, silos);
        }
    }

    [Fact]
    public async Task Groups_of_one_model_are_solved_on_several_silos_and_the_factors_are_those_of_a_single_thread()
    {
        foreach (var silos in new[] { 1, 3 })
        {
            await using var cluster = await SweepCluster.StartAsync(silos);
            foreach (var method in EqualizationMethods.GroupMethods)
            {
                var problem = Networks.Chain(4, 3, 9, 8, 9, 8, 9, 8, 9, 8, 9, 8, 5);
                var solver = new GrainGroupSolver(cluster.Grains, $"p{silos}", method.Name, TimeSpan.FromSeconds(5));
                var found = await EqualizationDriver.RunAsync(problem, method, Scheme, solver.SolveAsync, CancellationToken.None);
                var expected = EqualizationDriver.Run(problem, method, Scheme);
                Assert.Equal(FactorizationFormat.Write(expected), FactorizationFormat.Write(found));
                if (method.Schedule != EqualizationSchedule.None)
                    Assert.InRange(solver.Silos.Count, silos == 1 ? 1 : 2, silos);
            }
        }
    }

    [Fact]
    public async Task A_sweep_says_how_far_its_searches_are()
    {
        await using var cluster = await SweepCluster.StartAsync(1);
        using var gate = new ManualResetEventSlim();
        var asked = 0;
        cluster.Device.BeforeSearch = job =>
        {
            if (job.Candidate is not null && Interlocked.Increment(ref asked) > 4)
                gate.Wait(TimeSpan.FromSeconds(60));
        };
        var spec = SweepCluster.Spec("searches", models: 1, methods: ["search"]);
        await cluster.Sweep(spec).StartAsync(spec);
        SearchProgress[] seen = [];
        await SweepCluster.UntilAsync("four candidates are measured", async () =>
            (seen = (await cluster.Sweep(spec).GetStatusAsync()).Searches).Sum(s => s.Measured) == 4);
        Assert.Equal(["8/8 search", "4/8 search"], seen.Select(s => s.What[(s.What.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
        Assert.All(seen, s => Assert.Equal(new SearchMethod().AtMost, s.AtMost));
        gate.Set();
        Assert.All(await cluster.FinishAsync(spec), c => Assert.Equal(CellStatus.Completed, c.Status));
        Assert.Empty((await cluster.Sweep(spec).GetStatusAsync()).Searches);
    }

    private sealed class Alone(EqualizationProblem problem) : ISearchWorker
    {
        public Task<double[]> ScoreAsync(IReadOnlyList<Factorization> candidates, CalibrationFold fold, CancellationToken cancellation) =>
            Task.FromResult(candidates.Select(c => FakeDevice.Score(c.Factors)).ToArray());

        public Task<double[][]> MinimizeAsync(double[] start, IReadOnlyList<double> activationWeights, CancellationToken cancellation) =>
            Task.FromResult(activationWeights.Select(w => NoiseMinimizer.Run(problem, new NoiseModel(problem, Scheme), start, w, cancellation)).ToArray());
    }

    [Fact]
    public async Task An_equalizer_silo_that_is_killed_is_replaced()
    {
        await using var cluster = await SweepCluster.StartAsync(3);
        var method = new CrossLayerEqualizationMethod();
        var problem = Networks.Chain(4, 3, 9, 8, 9, 8, 9, 8, 9, 8, 5);
        var solver = new GrainGroupSolver(cluster.Grains, "p", method.Name, TimeSpan.FromSeconds(3));
        var batches = 0;
        var found = await EqualizationDriver.RunAsync(problem, method, Scheme, async (groups, problems, stop) =>
        {
            if (++batches == 3)
                await cluster.Orleans.KillSiloAsync(cluster.Orleans.Silos[^1]);
            return await solver.SolveAsync(groups, problems, stop);
        }, CancellationToken.None);
        Assert.Equal(EqualizationDriver.Run(problem, method, Scheme).Factors, found.Factors);
    }
}
