using System.CommandLine;
using SameSame.Client.Doctor;
using SameSame.Hosting.Silos;

namespace SameSame.Client.Commands;

/// <summary><c>samesame doctor [SPEC]</c>: what would go wrong here, and the fix.</summary>
internal static class DoctorCommand
{
    public static Command Create(ClientConsole console)
    {
        const string About = "A sweep.yaml whose zoo and dataset are checked too; every model is opened, two minutes at most.";
        var spec = new Argument<string?>("spec") { Description = About, Arity = ArgumentArity.ZeroOrOne };
        var data = new Option<string>("--data") { Description = "Folder of the local instance.", DefaultValueFactory = _ => ".samesame" };
        var command = new Command("doctor", "What would go wrong here, and the fix.") { spec, data };
        command.SetAction(parsed =>
        {
            ICheck[] checks = [new RuntimeCheck(), new NativeLibraryCheck(), new DeviceCheck(() => DeviceSettings.Of(SiloSettings.Read(null))), new DataFolderCheck(parsed.GetValue(data)!), new LoopbackCheck()];
            if (parsed.GetValue(spec) is { } path)
                checks = [.. checks, new SpecCheck(path)];
            var findings = new List<Finding>();
            foreach (var finding in checks.SelectMany(c => c.Run()))
            {
                // Each as it comes: opening models takes seconds.
                findings.Add(finding);
                Write(console, finding);
            }

            var failures = findings.Count(f => f.Verdict == Verdict.Failure);
            console.Say(failures == 0 ? "nothing stands in the way" : $"{failures} of {findings.Count} checks failed");
            return failures == 0 ? ExitCodes.Done : ExitCodes.SomeFailed;
        });
        return command;
    }

    private static void Write(ClientConsole console, Finding finding)
    {
        var mark = finding.Verdict switch { Verdict.Ok => "ok  ", Verdict.Warning => "warn", _ => "FAIL" };
        console.Output.WriteLine($"{mark}  {finding.Subject,-14} {finding.Detail}");
        if (finding.Fix is { } fix)
            console.Output.WriteLine($"      {"",-14} fix: {fix}");
    }
}
