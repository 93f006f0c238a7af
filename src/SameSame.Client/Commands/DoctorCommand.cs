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
        var json = new Option<bool>("--json") { Description = "Print JSON instead of lines." };
        var command = new Command("doctor", "What would go wrong here, and the fix.") { spec, data, json };
        command.SetAction(parsed =>
        {
            ICheck[] checks = [new RuntimeCheck(), new NativeLibraryCheck(), new DeviceCheck(() => DeviceSettings.Of(SiloSettings.Read(null))), new DataFolderCheck(parsed.GetValue(data)!), new LoopbackCheck()];
            if (parsed.GetValue(spec) is { } path)
                checks = [.. checks, new SpecCheck(path)];
            var report = new FindingReport(console, parsed.GetValue(json));
            foreach (var finding in checks.SelectMany(c => c.Run()))
                report.Add(finding);
            return report.End();
        });
        return command;
    }
}
