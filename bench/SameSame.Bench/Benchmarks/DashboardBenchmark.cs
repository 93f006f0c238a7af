using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;
using SameSame.Bench.Processes;
using SameSame.Bench.Simulation;
using SameSame.Contracts.Sweeps;
using SameSame.Dashboard;
using SameSame.Dashboard.Data;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Local;
using SameSame.Hosting.Specs;

namespace SameSame.Bench.Benchmarks;

/// <summary>
/// Seconds from a request to the first paint of each page, in Chromium, with 10,000 and 100,000 rows on the leaderboard; and
/// what three browsers that watch a sweep cost it in processor time, against the same sweep with nobody watching, by turns.
/// </summary>
internal static class DashboardBenchmark
{
    private const int Rounds = 3;
    private static readonly string[] Pages =
    [
        "/", "/leaderboard", "/leaderboard?pick=best&sort=cost", "/models", "/model?name=net0001", "/cell?key={key}",
        "/compare?a=net0001&b=net0002", "/trend?model=net0001"
    ];

    public static async Task<string> RunAsync(string[] args, CancellationToken cancellation)
    {
        using var playwright = await Playwright.CreateAsync().ConfigureAwait(false);
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu"]
        }).ConfigureAwait(false);
        var paint = new Dictionary<string, object>();
        foreach (var rows in args.Length > 0 ? args.Select(a => int.Parse(a, CultureInfo.InvariantCulture)) : [10_000, 100_000])
            paint[rows.ToString(CultureInfo.InvariantCulture)] =
                await PaintAsync(browser, rows, cancellation).ConfigureAwait(false);
        return JsonSerializer.Serialize(
            new { secondsToFirstPaint = paint, watching = await WatchAsync(browser, cancellation).ConfigureAwait(false) });
    }

    private static async Task<object> PaintAsync(IBrowser browser, int rows, CancellationToken cancellation)
    {
        using var folder = new Workspace();
        await using var session = await ClusterSession.OpenAsync(
            new InstanceFolder(folder["d"]), startWork: false, LogLevel.Critical, cancellation).ConfigureAwait(false);
        var key = await MadeBoard.PublishAsync(session.Grains, rows).ConfigureAwait(false);
        await using var server = await ServeAsync(session, cancellation).ConfigureAwait(false);
        var seconds = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var path in Pages)
        {
            var times = new List<double>();
            for (var round = 0; round <= Rounds; round++)
                times.Add(await FirstPaintAsync(
                    browser, server.Address, path.Replace("{key}", key, StringComparison.Ordinal)).ConfigureAwait(false));
            // The first one reads the board, or has the compiler at work.
            seconds[path] = new
            {
                first = Math.Round(times[0], 3), median = Math.Round(times.Skip(1).Order().ElementAt(Rounds / 2), 3)
            };
        }

        return seconds;
    }

    private static async Task<double> FirstPaintAsync(IBrowser browser, Uri address, string path)
    {
        await using var context = await browser.NewContextAsync(
            new BrowserNewContextOptions { BaseURL = address.ToString() }).ConfigureAwait(false);
        var page = await context.NewPageAsync().ConfigureAwait(false);
        var answer = await page.GotoAsync(path).ConfigureAwait(false);
        if (answer!.Status != 200)
            throw new SpecException($"{path} answered {answer.Status}");
        const string Paint = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0";
        // Asked for until it is there: a function that the page itself would evaluate is what its policy forbids.
        double seconds;
        while ((seconds = await page.EvaluateAsync<double>(Paint).ConfigureAwait(false) / 1000) == 0)
            await Task.Delay(20).ConfigureAwait(false);
        return seconds;
    }

    private static async Task<object> WatchAsync(IBrowser browser, CancellationToken cancellation)
    {
        using var folder = new Workspace();
        await using var session = await ClusterSession.OpenAsync(
            new InstanceFolder(folder["d"]), startWork: true, LogLevel.Critical, cancellation, wakeSweeps: false)
            .ConfigureAwait(false);
        await using var server = await ServeAsync(session, cancellation).ConfigureAwait(false);
        await SweepAsync(session, cancellation).ConfigureAwait(false);
        var (alone, watched) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            alone.Add(await SweepAsync(session, cancellation).ConfigureAwait(false));
            await using var context = await browser.NewContextAsync(
                new BrowserNewContextOptions { BaseURL = server.Address.ToString() }).ConfigureAwait(false);
            foreach (var path in new[] { "/", "/sweeps", "/leaderboard" })
                await (await context.NewPageAsync().ConfigureAwait(false)).GotoAsync(path).ConfigureAwait(false);
            watched.Add(await SweepAsync(session, cancellation).ConfigureAwait(false));
        }

        return new
        {
            processorSecondsAlone = alone, processorSecondsWatched = watched, ratio = Math.Round(watched.Sum() / alone.Sum(), 4)
        };
    }

    // Seconds of processor time of the sample sweep, measured again whatever there is.
    private static async Task<double> SweepAsync(ClusterSession session, CancellationToken cancellation)
    {
        // bench/run starts at the root of the checkout.
        var path = Path.GetFullPath(Path.Combine("samples", "fashion", "sweep.yaml"));
        var spec = YamlFile.Read<SweepFile>(path).ToSpec(path, namesOnly: false, force: true) with { Device = "cpu" };
        var grain = session.Grains.GetGrain<ISweepGrain>(spec.Id);
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        await grain.StartAsync(spec).ConfigureAwait(false);
        while (!(await grain.GetStatusAsync().ConfigureAwait(false)).Ended)
            await Task.Delay(200, cancellation).ConfigureAwait(false);
        process.Refresh();
        return Math.Round((process.TotalProcessorTime - before).TotalSeconds, 2);
    }

    private static Task<DashboardServer> ServeAsync(ClusterSession session, CancellationToken cancellation) =>
        DashboardServer.StartAsync(
            new DashboardOptions { Port = 0 }, new HostInfo(Local: true, "bench"), new ClusterAccess(() => session.Grains),
            NullLoggerFactory.Instance, cancellation);
}
