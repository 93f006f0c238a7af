using SameSame.Client.Doctor;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Silos;
using SameSame.Testing;

namespace SameSame.Client.Tests;

public sealed class DoctorCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Looks_at_everything_a_sweep_needs()
    {
        var result = await Cli.RunAsync("doctor", Path.Combine(Places.Fashion, "sweep.yaml"), "--data", _folder["d"]);
        Assert.Equal(ExitCodes.Done, result.Code);
        foreach (var subject in new[] { ".NET runtime", ".NET SDK", "processor", "ONNX Runtime", "libvips", "data folder", "disk", "instance", "ports", "spec", "zoo", "dataset" })
            Assert.Contains($"  {subject} ", result.Output, StringComparison.Ordinal);
        Assert.Contains("10000 images of 10 classes, 1000 each; 1000 for calibration", result.Output, StringComparison.Ordinal);
        Assert.Contains("CPUExecutionProvider", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_check_comes_with_its_fix()
    {
        _folder.Write("file", "a file where a folder should be");
        var result = await Cli.RunAsync("doctor", _folder["nope.yaml"], "--data", _folder["file/d"]);
        Assert.Equal(ExitCodes.SomeFailed, result.Code);
        var lines = result.Output.Split('\n');
        foreach (var subject in new[] { "data folder", "spec" })
        {
            var at = Array.FindIndex(lines, l => l.StartsWith($"FAIL  {subject}", StringComparison.Ordinal));
            Assert.True(at >= 0, result.Output);
            Assert.Contains("fix: ", lines[at + 1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Devices_are_those_of_the_settings_and_a_bad_setting_is_a_finding()
    {
        var findings = new DeviceCheck(() => new DeviceSettings(3, 2, "TensorrtExecutionProvider")).Run().ToList();
        Assert.StartsWith("3 slots of 2 threads", findings.Single(f => f.Subject == "CPU").Detail, StringComparison.Ordinal);
        Assert.Contains("TensorrtExecutionProvider", findings.Single(f => f.Subject == "GPU").Detail, StringComparison.Ordinal);
        var bad = Assert.Single(new DeviceCheck(() => throw new SpecException("SameSame:CpuSlots 'abc'")).Run());
        Assert.Equal((Verdict.Failure, "SameSame:CpuSlots 'abc'"), (bad.Verdict, bad.Detail));
        Assert.NotNull(bad.Fix);
    }
}
