using System.CommandLine;
using System.Globalization;
using SameSame.Client.Sweeps;
using SameSame.Contracts.Sweeps;
using SameSame.Hosting.Access;
using SameSame.Reporting;

namespace SameSame.Client.Commands;

/// <summary><c>samesame cluster</c>: silos, roles, devices, leases, what waits.</summary>
internal static class ClusterCommand
{
    private static readonly ReportColumn[] Columns = [new("silo"), new("status"), new("roles"), new("devices"), new("leases", true), new("images/s", true)];

    public static Command Create(ClientConsole console)
    {
        var session = new SessionOptions();
        var command = new Command("cluster", "Silos with their roles and devices, leases held, queues by kind of device.");
        session.AddTo(command);
        command.SetAction((parsed, cancellation) => session.RunAsync(parsed, startWork: false, async (cluster, _, stop) =>
        {
            var status = await Patience.CallAsync(cluster.Grains.GetGrain<IClusterGrain>(IClusterGrain.Key).GetStatusAsync, stop).ConfigureAwait(false);
            console.Write(new ReportTable(Columns, [.. status.Silos.Select(s => Row(s, status))]));
            foreach (var line in status.Queues.Select(Describe).OfType<string>())
                await console.Output.WriteLineAsync(line).ConfigureAwait(false);
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static string[] Row(SiloStatusLine silo, ClusterStatus status)
    {
        var leases = status.Queues.SelectMany(q => q.Queue.Running).Where(r => r.Device.StartsWith(silo.Address + "/", StringComparison.Ordinal)).ToList();
        return
        [
            silo.Address, silo.Status.ToLowerInvariant(), string.Join(',', silo.Roles), string.Join(',', silo.Devices), leases.Count.ToString(CultureInfo.InvariantCulture),
            leases.Sum(l => l.ImagesPerSecond).ToString("0", CultureInfo.InvariantCulture),
        ];
    }

    private static string? Describe(KindStatus kind) => kind.Queue switch
    {
        { Queued: 0, Running.Length: 0, Devices: 0 } => null,
        { Queued: > 0, Devices: 0 } queue => $"{kind.Kind}: {queue.Queued} waiting, no device: work waits until a silo with the evaluator role joins",
        var queue => string.Create(CultureInfo.InvariantCulture,
            $"{kind.Kind}: {queue.Queued} waiting, {queue.Running.Length} leases on {queue.Devices} devices, {queue.Running.Sum(r => r.ImagesPerSecond):0} images/s"),
    };
}
