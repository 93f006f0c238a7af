using System.CommandLine;

namespace SameSame.Client.Commands;

/// <summary><c>samesame sweep</c> and what is below it.</summary>
internal static class SweepCommand
{
    public static Command Create(ClientConsole console) =>
        new("sweep", "Run sweeps, look at them, stop them.")
        {
            SweepRunCommand.Create(console), SweepListCommand.Create(console), SweepStatusCommand.Create(console), SweepWatchCommand.Create(console), SweepExportCommand.Create(console),
            SweepRequestCommand.Create(console, "pause", "Hand out no more of its work; devices finish the cells they are at.", s => s.PauseAsync()),
            SweepRequestCommand.Create(console, "cancel", "End it; devices are free within one batch of images. What was measured is kept.", s => s.CancelAsync()),
            SweepRemoveCommand.Create(console),
            SweepContinueCommand.Create(console, "resume", "Go on with a sweep that was paused or interrupted.", s => s.ResumeAsync()),
            SweepContinueCommand.Create(console, "retry", "Try the failed cells of a finished sweep again.", s => s.RetryAsync()),
        };
}
