using SameSame.Bench.Processes;
using SameSame.Bench.Simulation;
using SameSame.Contracts.Sweeps;
using SameSame.Testing;

namespace Cluster.Tests;

/// <summary>A client of several gateways, and one of them that stops answering without going away.</summary>
[Collection("processes")]
public sealed class GatewayTests(PostgresFixture postgres)
{
    // Orleans sends each grain's calls through one gateway: of so many grains, some go through either.
    private const int Grains = 32;

    [SkippableFact]
    public async Task A_frozen_gateway_is_left_for_another()
    {
        PostgresFixture.Require();
        using var folder = new Workspace();
        await using var cluster = new SimulatedCluster(folder, StoreSettings.Postgres(postgres.Server.ConnectionString), new SimulationOptions { Devices = 1 });
        // All grains are on the first; the second is only a way to them.
        await cluster.StartAsync("coordinator,equalizer", "evaluator");
        await cluster.ConnectAsync();
        await Until.TrueAsync("both gateways answer", async () =>
            (await Task.WhenAll(Enumerable.Range(0, Grains).Select(n => cluster.Grains.GetGrain<IGatewayGrain>(n).WhereAsync()))).Distinct().Count() == 2);
        await AllAnswerAsync();
        var frozen = cluster.Silos.Single(s => s.Roles == "evaluator").Process;
        frozen.Signal("STOP");
        try
        {
            await Until.TrueAsync("every grain is reached through the gateway that is left", AllAnswerAsync, 90);
        }
        finally
        {
            frozen.Signal("CONT");
        }

        async Task<bool> AllAnswerAsync()
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, Grains).Select(n => cluster.Grains.GetGrain<ISweepGrain>($"none-{n}").GetStatusAsync()));
            return answers.All(a => a.State == SweepState.Unknown);
        }
    }
}
