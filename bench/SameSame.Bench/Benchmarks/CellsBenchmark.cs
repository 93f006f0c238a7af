using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using SameSame.Bench.Processes;
using SameSame.Bench.Simulation;

namespace SameSame.Bench.Benchmarks;

/// <summary>
/// Durable cells a second: one silo process, devices that do nothing, SQLite. Then the same again with kill -9 at a random moment: every cell
/// that the counter had shown must be there, measured by the process that was killed.
/// </summary>
internal static class CellsBenchmark
{
    private const int Devices = 4, Models = 1000, Cells = 10;

    public static async Task<string> RunAsync(string[] args, CancellationToken cancellation)
    {
        using var folder = new Workspace();
        var database = folder["state.db"];
        await using var cluster = new SimulatedCluster(folder, StoreSettings.Sqlite(database), new SimulationOptions { Devices = Devices });
        await cluster.StartAsync(SimulatedCluster.AllRoles).ConfigureAwait(false);
        await cluster.ConnectAsync().ConfigureAwait(false);

        // The compiler and the caches warm up on another sweep, as a silo's first minute would do.
        var warm = SimulatedCluster.Spec("warm", 100, Cells);
        await cluster.StartSweepAsync(warm).ConfigureAwait(false);
        await cluster.FinishAsync(warm).ConfigureAwait(false);

        var before = Writes(database);
        var spec = SimulatedCluster.Spec("cells", Models, Cells);
        var watch = Stopwatch.StartNew();
        await cluster.StartSweepAsync(spec).ConfigureAwait(false);
        await cluster.FinishAsync(spec, 600).ConfigureAwait(false);
        var seconds = watch.Elapsed.TotalSeconds;
        var writes = Writes(database) - before;
        var (shown, kept) = await KillAsync(cluster).ConfigureAwait(false);
        return JsonSerializer.Serialize(new
        {
            benchmark = "cells",
            cellsPerSecond = Math.Round(Models * Cells / seconds, 1),
            cells = Models * Cells,
            models = Models,
            devices = Devices,
            seconds = Math.Round(seconds, 2),
            writesPerCell = Math.Round(writes / (double)(Models * Cells), 3),
            synchronous = Synchronous(database),
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
        var killed = cluster.Silos[0];
        await killed.KillAsync().ConfigureAwait(false);
        cluster.Silos.Clear();
        await cluster.StartAsync(SimulatedCluster.AllRoles).ConfigureAwait(false);
        await cluster.ConnectAsync().ConfigureAwait(false);
        await cluster.FinishAsync(spec, 600).ConfigureAwait(false);
        var kept = (await cluster.CellsAsync(spec).ConfigureAwait(false)).Count(c => c.Measurement!.Device.StartsWith(killed.Address, StringComparison.Ordinal));
        killed.Dispose();
        return (shown, kept);
    }

    // Every write of a record raises its version by one.
    private static long Writes(string database) => Convert.ToInt64(Scalar(database, "SELECT total(Version) FROM OrleansStorage"), CultureInfo.InvariantCulture);

    private static string Synchronous(string database) => Convert.ToInt32(Scalar(database, "PRAGMA synchronous"), CultureInfo.InvariantCulture) switch { 0 => "off", 1 => "normal", 2 => "full", _ => "extra" };

    private static object Scalar(string database, string query)
    {
        var factory = (DbProviderFactory)Type.GetType("Microsoft.Data.Sqlite.SqliteFactory, Microsoft.Data.Sqlite", throwOnError: true)!.GetField("Instance", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        using var connection = factory.CreateConnection()!;
        connection.ConnectionString = $"Data Source={database}";
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return command.ExecuteScalar()!;
    }
}
