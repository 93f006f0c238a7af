using System.Text.Json.Nodes;
using SameSame.Testing;

namespace Cluster.Tests;

/// <summary>What a sweep says does not depend on how many devices worked on it, or in what pieces.</summary>
public sealed class SlotTests
{
    private static readonly string[] Sweep = ["--models", "*squeezenet", "--bits", "8/8,4/4", "--methods", "none,cle", "--images", "2000"];

    [Fact]
    public async Task Results_are_identical_with_1_and_4_slots_and_with_parts()
    {
        var one = await ResultsAsync(("CpuSlots", "1"));
        var four = await ResultsAsync(("CpuSlots", "4"));
        var parts = await ResultsAsync(("CpuSlots", "4"), ("Cluster__ShardImages", "700"));
        var partsOfOne = await ResultsAsync(("CpuSlots", "1"), ("Cluster__ShardImages", "700"));
        Assert.Equal(4, one.Count);
        Assert.Equal(one.Select(r => Text(r)), four.Select(r => Text(r)));
        Assert.Equal(parts.Select(r => Text(r)), partsOfOne.Select(r => Text(r)));
        // Sums of doubles in another grouping: all but their last digits.
        Assert.Equal(one.Select(r => Text(r, "sqnrDb")), parts.Select(r => Text(r, "sqnrDb")));
        Assert.All(one.Zip(parts), r => Assert.Equal((double)r.First["sqnrDb"]!, (double)r.Second["sqnrDb"]!, 1e-9));
        Assert.All(one, r => Assert.Equal(2000, (int)r["images"]!));
    }

    private static async Task<List<JsonNode>> ResultsAsync(params (string, string)[] settings)
    {
        using var run = new SweepRun();
        var ended = await SameSameProcess.RunAsync(settings, run.Command(Path.Combine(Places.Fashion, "sweep.yaml"), Sweep));
        Assert.True(ended.Code == 0, ended.Error);
        return await run.ResultsAsync();
    }

    private static string Text(JsonNode result, params string[] without)
    {
        var figures = result.DeepClone().AsObject();
        foreach (var name in new[] { "device", "seconds", "imagesPerSecond", "batch", "measuredAt" }.Concat(without))
            Assert.True(figures.Remove(name), name);
        return figures.ToJsonString();
    }
}
