using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using SameSame.Evaluation.Sessions;

namespace SameSame.Client.Doctor;

/// <summary>The .NET runtime and SDK, and the processor.</summary>
internal sealed class RuntimeCheck : ICheck
{
    public IEnumerable<Finding> Run()
    {
        yield return new Finding(Verdict.Ok, ".NET runtime", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}");
        yield return Sdk() is { } version
            ? new Finding(Verdict.Ok, ".NET SDK", version)
            : new Finding(Verdict.Warning, ".NET SDK", "not on PATH", "only building needs it: install the .NET 10 SDK");
        var set = CpuFeatures.InstructionSet;
        yield return set.Contains("vnni", StringComparison.Ordinal)
            ? new Finding(Verdict.Ok, "processor", $"{Environment.ProcessorCount} cores, {set}")
            : new Finding(Verdict.Warning, "processor", $"{Environment.ProcessorCount} cores, {set}: int8 networks run without VNNI", "figures are the same; a CPU with VNNI measures int8 cells faster");
    }

    private static string? Sdk()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true, RedirectStandardError = true });
            var version = process!.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? version : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
