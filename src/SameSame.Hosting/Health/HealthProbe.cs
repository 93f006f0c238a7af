using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Silos;

namespace SameSame.Hosting.Health;

/// <summary>What <c>silo --probe</c> does: asks the silo of the same settings, for images without a tool that could.</summary>
public static class HealthProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks once.</summary>
    /// <param name="options">The settings of the silo.</param>
    /// <param name="probe"><c>live</c>, <c>startup</c> or <c>ready</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether it answered 200, and what it said.</returns>
    /// <exception cref="SpecException">The settings give the silo no probes.</exception>
    public static async Task<(bool Healthy, string Answer)> AskAsync(SiloOptions options, string probe, CancellationToken cancellation)
    {
        var settings = SiloSettings.Read(options.ConfigPath);
        var port = settings[HealthServer.Setting] ?? throw new SpecException($"--probe {probe}: {HealthServer.Setting} is not set, so the silo has no probes");
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://{settings["SameSame:Silo:Address"]}:{port}/healthz/{probe}"), cancellation).ConfigureAwait(false);
            return (answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return (false, e.GetBaseException().Message.ReplaceLineEndings(" "));
        }
    }
}
