using System.Globalization;
using System.Text.Json;
using SameSame.Bench.Faults;
using SameSame.Bench.Processes;

namespace SameSame.Bench.Benchmarks;

/// <summary>The failure matrix: each fault on a cluster of its own, and the table for docs/operations.md.</summary>
internal static class FaultsBenchmark
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<string> RunAsync(string[] args, CancellationToken cancellation)
    {
        var azure = args is ["azure", ..];
        args = azure ? args[1..] : args;
        using IStoreServer database = azure ? await AzuriteServer.StartTableAsync().ConfigureAwait(false) : await PostgresServer.StartAsync().ConfigureAwait(false);
        var outcomes = new List<FaultOutcome>();
        Console.WriteLine("| fault | seconds until work goes on | cells re-measured | cells lost | cells doubled |\n|---|---:|---:|---:|---:|");
        foreach (var fault in FaultCatalogue.All.Where(f => args.Length == 0 || args.Any(a => f.Name.Contains(a, StringComparison.Ordinal))))
        {
            cancellation.ThrowIfCancellationRequested();
            var outcome = await FaultRun.RunAsync(database, fault).ConfigureAwait(false);
            outcomes.Add(outcome);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {outcome.Fault} | {outcome.SecondsToProgress:0.0} | {outcome.Remeasured} of {outcome.Cells} | {outcome.Lost} | {outcome.Doubled} |"));
        }

        return JsonSerializer.Serialize(new { benchmark = "faults", silos = 3, store = azure ? "azure" : "postgresql", faults = outcomes }, Json);
    }
}
