using SameSame.Reporting;

namespace SameSame.Client.Doctor;

/// <summary>What <c>doctor</c> writes: a line or two a finding as it comes, since opening models takes seconds; or one JSON object at
/// the end, <c>{"ok", "findings"}</c>.</summary>
/// <param name="console">Where to.</param>
/// <param name="json">Whether as JSON.</param>
internal sealed class FindingReport(ClientConsole console, bool json)
{
    private readonly List<Finding> _findings = [];

    /// <summary>Takes one more.</summary>
    public void Add(Finding finding)
    {
        _findings.Add(finding);
        if (json)
            return;
        var mark = finding.Verdict switch { Verdict.Ok => "ok  ", Verdict.Warning => "warn", _ => "FAIL" };
        console.Output.WriteLine($"{mark}  {finding.Subject,-14} {finding.Detail}");
        if (finding.Fix is { } fix)
            console.Output.WriteLine($"      {"",-14} fix: {fix}");
    }

    /// <summary>Ends it.</summary>
    /// <returns>The exit code.</returns>
    public int End()
    {
        var failures = _findings.Count(f => f.Verdict == Verdict.Failure);
        if (json)
            console.Output.WriteLine(Json(failures == 0));
        else
            console.Say(failures == 0 ? "nothing stands in the way" : $"{failures} of {_findings.Count} checks failed");
        return failures == 0 ? ExitCodes.Done : ExitCodes.SomeFailed;
    }

    private string Json(bool ok) => ResultJson.Of(new
    {
        Ok = ok,
        Findings = _findings.Select(f => new { Verdict = f.Verdict.ToString().ToLowerInvariant(), f.Subject, f.Detail, f.Fix }),
    });
}
