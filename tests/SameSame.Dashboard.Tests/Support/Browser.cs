using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace SameSame.Dashboard.Tests.Support;

/// <summary>Debian's Chromium. Every page is watched: an error on its console, or a request to any other host, fails the test.
/// Reports are opened from files.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (Paths.FirstOrDefault(File.Exists) is not { } path)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = path, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
    }

    /// <summary>A window of one user; skips the test where there is no browser.</summary>
    public async Task<BrowserUser> OpenAsync(Uri address, ColorScheme scheme = ColorScheme.Light, int width = 1280)
    {
        Skip.If(_browser is null, "no Chromium on this machine: apt-get install chromium");
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            AcceptDownloads = true,
        });
        return new BrowserUser(context, await context.NewPageAsync(), address);
    }
}

/// <summary>One user's window.</summary>
public sealed class BrowserUser : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _faults = [];

    public BrowserUser(IBrowserContext context, IPage page, Uri address)
    {
        (_context, Page) = (context, page);
        page.SetDefaultTimeout(20_000);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !Expected.Any(message.Text.Contains))
                _faults.Add($"console: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _faults.Add($"script: {error}");
        page.Request += (_, request) =>
        {
            // A page opened from a file may ask for files, one from a server for nothing but that server.
            var url = new Uri(request.Url);
            if (url.Scheme != "data" && (url.Scheme, url.Authority) != (address.Scheme, address.Authority))
                _faults.Add($"request to {request.Url}");
        };
    }

    public IPage Page { get; }

    /// <summary>Parts of console errors that a test brings about itself.</summary>
    public List<string> Expected { get; } = [];

    /// <summary>What axe finds, in words; empty where all is well.</summary>
    public async Task<IReadOnlyList<string>> AxeAsync()
    {
        var result = await Page.RunAxe();
        return [.. result.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))}")];
    }

    public void AssertNoFaults() => Assert.Empty(_faults);

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
