using System.CommandLine;
using System.Runtime.InteropServices;
using SameSame.Bench.Benchmarks;
using SameSame.Bench.Processes;
using SameSame.Bench.Simulation;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Silos;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
switch (args)
{
    case ["silo", var config, var roles]:
        // A silo as 'samesame silo' runs it, but for the device and the catalogue.
        var options = new SiloOptions { ConfigPath = config, Roles = roles };
        await SiloHost.RunAsync(options, Console.Out.WriteLine, stop.Token, services => SimulatedServices.Register(services, SiloSettings.Read(config)));
        return 0;
    case ["client", var gateways, var clusterId, var sweep]:
        await FollowingClient.RunAsync(gateways, clusterId, sweep, stop.Token);
        return 0;
    case [var name, ..] when Catalogue.All.TryGetValue(name, out var benchmark):
        try
        {
            Console.WriteLine(await benchmark(args[1..], stop.Token));
            return 0;
        }
        catch (SpecException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }

    default:
        await Console.Error.WriteLineAsync($"bench/run NAME, one of: {string.Join(", ", Catalogue.All.Keys)}");
        return 2;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
