using System.CommandLine;
using SameSame.Client.Sweeps;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Access;

namespace SameSame.Client.Commands;

/// <summary><c>samesame sweep pause|cancel ID</c>: asks something of a sweep and returns.</summary>
internal static class SweepRequestCommand
{
    public static Command Create(ClientConsole console, string name, string description, Func<ISweepGrain, Task<SweepStatus>> request)
    {
        var id = SweepIdArgument.Create();
        var session = new SessionOptions();
        var command = new Command(name, description) { id };
        session.AddTo(command);
        command.SetAction((parsed, cancellation) => session.RunAsync(parsed, startWork: false, async (cluster, _, stop) =>
        {
            var sweep = cluster.Grains.GetGrain<ISweepGrain>(parsed.GetValue(id)!);
            SweepSummary.WriteCounts(console, Accepted(await Patience.CallAsync(() => request(sweep), stop).ConfigureAwait(false)));
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    /// <summary>The status that a request came back with.</summary>
    /// <exception cref="SpecException">There is no such sweep, or it refused.</exception>
    public static SweepStatus Accepted(SweepStatus status) => status switch
    {
        { State: SweepState.Unknown } => throw SweepCells.Missing(status.Id),
        { Error: { } error } => throw new SpecException(error),
        _ => status,
    };
}
