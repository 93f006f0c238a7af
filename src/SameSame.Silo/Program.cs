using System.CommandLine;
using System.Runtime.InteropServices;
using SameSame.Dashboard;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Silos;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var command = SiloCommand.Configure(new RootCommand("Runs one silo of a SameSame cluster until it is stopped."), Console.Out.WriteLine, DashboardRole.Parts);
    return await command.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
}
catch (SpecException e)
{
    await Console.Error.WriteLineAsync($"samesame-silo: {e.Message}");
    return 2;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
