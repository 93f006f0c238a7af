using System.Diagnostics;
using System.Text;

namespace Cluster.Tests;

/// <summary>A <c>samesame</c> process of its own, as a user starts it. Stopped by process id when disposed.</summary>
internal sealed class SameSameProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private readonly Process _process;
    private readonly StringBuilder _output = new(), _error = new();

    private SameSameProcess(string[] args, IEnumerable<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var arg in (string[])[Path.Combine(AppContext.BaseDirectory, "samesame.dll"), .. args])
            start.ArgumentList.Add(arg);
        foreach (var (name, value) in settings)
            start.Environment[$"SAMESAME_SameSame__{name}"] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Append(_output, e.Data);
        _process.ErrorDataReceived += (_, e) => Append(_error, e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => Read(_output);

    public bool Running => !_process.HasExited;

    public string Error => Read(_error);

    /// <summary>Starts a command and leaves it running.</summary>
    public static SameSameProcess Start(params string[] args) => new(args, []);

    /// <summary>Starts a command with settings of the section <c>SameSame</c> from its environment, and leaves it running.</summary>
    public static SameSameProcess Start(IEnumerable<(string Name, string Value)> settings, params string[] args) => new(args, settings);

    /// <summary>Runs a command to its end.</summary>
    public static Task<(int Code, string Output, string Error)> RunAsync(params string[] args) => RunAsync([], args);

    /// <summary>Runs a command to its end, with settings of the section <c>SameSame</c> from its environment.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(IEnumerable<(string Name, string Value)> settings, params string[] args)
    {
        using var process = new SameSameProcess(args, settings);
        var code = await process.ExitAsync();
        return (code, process.Output, process.Error);
    }

    /// <summary>Waits for the end and returns the exit code.</summary>
    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"samesame {string.Join(' ', _process.StartInfo.ArgumentList.Skip(1))} did not end within {Patience}: {Error}");
        }

        return _process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync();
    }

    /// <summary>Sends a signal by name, as <c>kill</c> does.</summary>
    public void Signal(string name) => Process.Start("kill", ["-s", name, $"{_process.Id}"]).WaitForExit();

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.AppendLine(line);
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
