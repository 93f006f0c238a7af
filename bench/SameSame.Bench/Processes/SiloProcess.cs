using System.Text.RegularExpressions;
using SameSame.Testing;

namespace SameSame.Bench.Processes;

/// <summary>A silo in a process of its own.</summary>
internal sealed partial class SiloProcess : IDisposable
{
    // As samesame-silo's own settings say; here one executable is everything.
    private static readonly Dictionary<string, string> Runtime = new() { ["DOTNET_TieredPGO"] = "0" };

    private readonly ServerProcess _process;
    private readonly string _roles;

    private SiloProcess(ServerProcess process, string roles) => (_process, _roles) = (process, roles);

    /// <summary>The process, for signals and memory.</summary>
    public ServerProcess Process => _process;

    public string Roles => _roles;

    /// <summary>Where it talks to other silos; part of the names of its devices.</summary>
    public string Address => Ready().Match(_process.Output).Groups[1].Value;

    /// <summary>Where clients reach it.</summary>
    public string Gateway => Ready().Match(_process.Output).Groups[2].Value;

    /// <summary>Starts a simulated silo; does not wait until it serves.</summary>
    public static SiloProcess Simulated(string config, string roles) =>
        new(new ServerProcess("dotnet", [Path.Combine(AppContext.BaseDirectory, "samesame-bench.dll"), "silo", config, roles], Runtime), roles);

    /// <summary>Starts any command that runs a silo.</summary>
    public static SiloProcess Command(string[] command, string roles) => new(new ServerProcess("dotnet", command), roles);

    public Task ServesAsync() => Until.TrueAsync($"silo {_roles} serves", () =>
    {
        if (_process.HasExited)
            throw new InvalidOperationException(_process.Output);
        return Task.FromResult(Ready().IsMatch(_process.Output));
    }, 180);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Signal("KILL");
        await _process.ExitAsync(20).ConfigureAwait(false);
    }

    public void Dispose() => _process.Dispose();

    [GeneratedRegex(@"silo (\S+) serves clients at (\S+); roles")]
    private static partial Regex Ready();
}
