using System.Net;
using Microsoft.Extensions.Hosting;
using SameSame.Contracts.Sweeps;

namespace SameSame.Hosting.Local;

/// <summary>Asks a client's gateways who they are, and leaves out the one that does not answer while others do.</summary>
/// <remarks>Orleans gives each grain a gateway when it is first called: questions to ever new grains come to all gateways.</remarks>
internal sealed class GatewayWatch(IGrainFactory grains, LivingGateways gateways) : BackgroundService
{
    private const int QuestionsEach = 4;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (gateways.Current is { Count: > 1 } asked)
                Judge(asked, await Task.WhenAll(Enumerable.Range(0, QuestionsEach * asked.Count).Select(_ => AskAsync(stoppingToken))).ConfigureAwait(false));
        }
    }

    private void Judge(IReadOnlyList<IPEndPoint> asked, string?[] answers)
    {
        var heard = answers.OfType<string>().ToHashSet(StringComparer.Ordinal);
        // Where no gateway of the list is heard, it lists them under other addresses than their silos know, or all are away: there is nothing to
        // choose by. Where all questions were answered, a gateway that is not heard was not asked.
        if (!answers.Contains(null) || !asked.Any(g => heard.Contains(g.ToString())))
            return;
        foreach (var gateway in asked.Where(g => !heard.Contains(g.ToString())))
            gateways.Leave(gateway);
    }

    private async Task<string?> AskAsync(CancellationToken cancellation)
    {
        try
        {
            return await grains.GetGrain<IGatewayGrain>(Random.Shared.NextInt64()).WhereAsync().WaitAsync(Answer, cancellation).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // No answer, whatever the reason; silos of an older version have none to give.
            return null;
        }
    }
}
