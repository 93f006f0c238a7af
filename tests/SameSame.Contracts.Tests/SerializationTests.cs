using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;

namespace SameSame.Contracts.Tests;

public class SerializationTests
{
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    [Fact]
    public void Schemes_cross_the_wire()
    {
        var scheme = new QuantizationScheme(new BitWidths(4, 12), Granularity.PerChannel, "minmax", "analytic") { AbsorbBiases = true };
        Assert.Equal(scheme, Serializer.Deserialize<QuantizationScheme>(Serializer.SerializeToArray(scheme)));
    }

    [Fact]
    public void Group_problems_cross_the_wire_bit_for_bit()
    {
        var problem = new GroupProblem([[1 / 3.0]], [2], [[Math.PI], [4]], [5, 6], [[7e-300]], [8]);
        var read = Serializer.Deserialize<GroupProblem>(Serializer.SerializeToArray(problem))!;
        Assert.Equal(problem.Activations, read.Activations);
        Assert.Equal(problem.ActivationsOutside, read.ActivationsOutside);
        Assert.Equal(problem.Kernels, read.Kernels);
        Assert.Equal(problem.KernelsOutside, read.KernelsOutside);
        Assert.Equal(problem.Columns, read.Columns);
        Assert.Equal(problem.ColumnsOutside, read.ColumnsOutside);
    }

    [Fact]
    public void Channel_spreads_cross_the_wire_and_are_small()
    {
        var spread = new ChannelSpread("/features/features.3/conv/conv.0/conv.0.0/Conv", ChannelKind.Activations, 960, 955, new(0.1, 0.2, 1 / 3.0, 0.4, 0.5), new(0.6, 0.7, 0.8, 0.9, 1));
        var bytes = Serializer.SerializeToArray(spread);
        Assert.Equal(spread, Serializer.Deserialize<ChannelSpread>(bytes));
        Assert.InRange(bytes.Length, 1, 250);
    }

    [Fact]
    public void A_leaderboard_row_is_small()
    {
        var row = LeaderboardRow.Of("imagenet-val-50000", "efficientnet_b0_some_long_name", "two-step", new QuantizationScheme(new BitWidths(8, 8), Granularity.PerChannel, "minmax", "analytic"),
            new CellMeasurement { Key = new string('a', 64), Correct = [], Device = "", Provider = "", OnnxRuntime = "", Environment = "", Run = "imagenet-weekly-1a2b3c4d#17", ExportSha256 = new string('c', 64), MeasuredAt = DateTimeOffset.UnixEpoch, WeightBytes = 5_300_000 })
            with { ModelSha256 = new string('b', 64), DatasetDigest = "12345678" };
        Assert.InRange(Serializer.SerializeToArray(row).Length, 1, 500);
    }

    [Fact]
    public void The_same_spec_is_the_same_sweep_and_forcing_it_is_not_another()
    {
        var spec = new SweepSpec { Name = "s", Zoo = "z", Dataset = "d", Methods = ["none"], Schemes = [new QuantizationScheme(new BitWidths(8, 8))] };
        Assert.Equal(spec.Id, Serializer.Deserialize<SweepSpec>(Serializer.SerializeToArray(spec))!.Id);
        Assert.Equal(spec.Id, (spec with { Force = true }).Id);
        SweepSpec[] others = [spec with { Zoo = "y" }, spec with { Images = 5 }, spec with { Methods = ["cle"] }, spec with { CalibrationImages = 1 }, spec with { Name = "t" }, spec with { Contents = "other files" }];
        Assert.Equal(others.Length + 1, others.Append(spec).Select(s => s.Id).Distinct().Count());
    }

    [Fact]
    public void Partitions_of_the_leaderboard_never_move()
    {
        // Rows are found by this hash: it is part of what is stored.
        Assert.Equal((30, 5, 63), (ILeaderboardGrain.PartitionOf("mobilenet_v1"), ILeaderboardGrain.PartitionOf(""), ILeaderboardGrain.PartitionOf("squeezenet1.1_224")));
        Assert.All(Enumerable.Range(0, 1000), i => Assert.InRange(ILeaderboardGrain.PartitionOf($"m{i}"), 0, ILeaderboardGrain.Partitions - 1));
    }
}
