using System.Diagnostics;
using System.Text.Json;
using SameSame.Bench.Processes;
using SameSame.Bench.Simulation;
using SameSame.Testing;

namespace SameSame.Bench.Benchmarks;

/// <summary>
/// Durable cells a second with devices that do nothing: one silo process on SQLite, or three on PostgreSQL. Then the same again with kill -9 of
/// all of them at a random moment: every cell that the counter had shown must be there, measured by a process that was killed.
/// </summary>
internal static class CellsBenchmark
{
    private const int Devices = 4, Models = 1000, Cells = 10;

    public static async Task<string> RunAsync(string[] args, CancellationToken cancellation)
    {
        using var folder = new Workspace();
        using var server = args is ["postgresql"] ? await PostgresServer.StartAsync().ConfigureAwait(false) : null;
        var store = server is null ? StoreSettings.Sqlite(folder["state.db"]) : StoreSettings.Postgres(server.ConnectionString);
        var database = new StateDatabase(store);
        await using var cluster = new SimulatedCluster(folder, store, new SimulationOptions { Devices = Devices });
        await cluster.StartAsync([.. Enumerable.Repeat(SimulatedCluster.AllRoles, server is null ? 1 : 3)]).ConfigureAwait(false);
        await cluster.ConnectAsync().ConfigureAwait(false);

        // The compiler and the caches warm up on another sweep, as a silo's first minute would do.
        var warm = SimulatedCluster.Spec("warm", Models, Cells);
        await cluster.StartSweepAsync(warm).ConfigureAwait(false);
        await cluster.FinishAsync(warm).ConfigureAwait(false);

        var before = database.Writes;
        var spec = SimulatedCluster.Spec("cells", Models, Cells);
        var watch = Stopwatch.StartNew();
        await cluster.StartSweepAsync(spec).ConfigureAwait(false);
        await cluster.FinishAsync(spec, 600).ConfigureAwait(false);
        var seconds = watch.Elapsed.TotalSeconds;
        var writes = database.Writes - before;
        var silos = cluster.Silos.Count;
        var (shown, kept) = await KillAsync(cluster).ConfigureAwait(false);
        return JsonSerializer.Serialize(new
        {
            benchmark = "cells",
            cellsPerSecond = Math.Round(Models * Cells / seconds, 1),
            cells = Models * Cells,
            models = Models,
            store = server is null ? "sqlite" : "postgresql",
            silos,
            devices = silos * Devices,
            seconds = Math.Round(seconds, 2),
            writesPerCell = Math.Round(writes / (double)(Models * Cells), 3),
            synchronous = database.Synchronous,
            shownAtKill9 = shown,
            keptAfterKill9 = kept,
            lost = Math.Max(0, shown - kept),
        });
    }

    private static async Task<(int Shown, int Kept)> KillAsync(SimulatedCluster cluster)
    {
        var spec = SimulatedCluster.Spec("killed", Models, Cells);
        await cluster.StartSweepAsync(spec).ConfigureAwait(false);
        var moment = Random.Shared.Next(Models * Cells / 10, Models * Cells / 2);
        var shown = 0;
        await Until.TrueAsync("the random moment comes", async () => (shown = (await cluster.StatusAsync(spec).ConfigureAwait(false)).Cells.Done) >= moment, 300, 5).ConfigureAwait(false);
        var killed = cluster.Silos.ToList();
        await Task.WhenAll(killed.Select(s => s.KillAsync())).ConfigureAwait(false);
        cluster.Silos.Clear();
        await cluster.StartAsync([.. killed.Select(s => s.Roles)]).ConfigureAwait(false);
        await cluster.ConnectAsync().ConfigureAwait(false);
        await cluster.FinishAsync(spec, 600).ConfigureAwait(false);
        var kept = (await cluster.CellsAsync(spec).ConfigureAwait(false)).Count(c => killed.Any(k => c.Measurement!.Device.StartsWith(k.Address, StringComparison.Ordinal)));
        killed.ForEach(k => k.Dispose());
        return (shown, kept);
    }
}
