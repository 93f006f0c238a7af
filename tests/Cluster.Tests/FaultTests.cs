using SameSame.Bench.Faults;

namespace Cluster.Tests;

/// <summary>Two rows of the failure matrix, small; <c>bench/run faults</c> has them all.</summary>
[Collection("processes")]
public sealed class FaultTests(PostgresFixture postgres)
{
    // Six devices, each with the one cell it was at: cells of 100 ms come in batches of at most five.
    private const int InFlight = 30;

    [SkippableFact]
    public Task The_coordinators_silo_is_killed() => AfterwardsEverythingIsThereAsync(FaultCatalogue.CoordinatorKilled);

    [SkippableFact]
    public Task All_silos_are_killed_and_started_again() => AfterwardsEverythingIsThereAsync(FaultCatalogue.AllKilled);

    private async Task AfterwardsEverythingIsThereAsync(Fault fault)
    {
        PostgresFixture.Require();
        var outcome = await FaultRun.RunAsync(postgres.Server, fault, models: 20);
        Assert.Equal((400, 0, 0), (outcome.Cells, outcome.Lost, outcome.Doubled));
        Assert.InRange(outcome.Remeasured, 0, InFlight);
    }
}
