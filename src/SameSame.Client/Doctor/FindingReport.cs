using SameSame.Reporting;

namespace SameSame.Client.Doctor;

/// <summary>What <c>doctor</c> writes: a line or two a finding, or one JSON object, <c>{"ok", "findings"}</c>.</summary>
internal static class FindingReport
{
    /// <summary>Writes the findings.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(ClientConsole console, IReadOnlyList<Finding> findings, bool json)
    {
        var failures = findings.Count(f => f.Verdict == Verdict.Failure);
        if (json)
            console.Output.WriteLine(Json(findings, failures == 0));
        else
            WriteLines(console, findings, failures);
        return failures == 0 ? ExitCodes.Done : ExitCodes.SomeFailed;
    }

    private static string Json(IReadOnlyList<Finding> findings, bool ok) =>
        ResultJson.Of(new { Ok = ok,
            Findings = findings.Select(f =>
            new { Verdict = f.Verdict.ToString().ToLowerInvariant(), f.Subject, f.Detail, f.Fix }) });

    private static void WriteLines(ClientConsole console, IReadOnlyList<Finding> findings, int failures)
    {
        foreach (var finding in findings)
        {
            var mark = finding.Verdict switch { Verdict.Ok => "ok  ", Verdict.Warning => "warn", _ => "FAIL" };
            console.Output.WriteLine($"{mark}  {finding.Subject,-14} {finding.Detail}");
            if (finding.Fix is { } fix)
                console.Output.WriteLine($"      {"",-14} fix: {fix}");
        }

        console.Say(failures == 0 ? "nothing stands in the way" : $"{failures} of {findings.Count} checks failed");
    }
}
