using System.Globalization;
using Microsoft.Playwright;
using SameSame.Dashboard.Tests.Support;
using SameSame.Reporting.Html;
using SameSame.Testing;
using ChromiumBrowser = SameSame.Dashboard.Tests.Support.Browser;

namespace SameSame.Dashboard.Tests.Browser;

/// <summary>The report of 200 models x 12 configurations, opened from a file: on a desk, on a phone, on paper.</summary>
public sealed class ReportTests : IClassFixture<ChromiumBrowser>
{
    // What a sheet of A4 has between margins of 10 mm, lying.
    private const int Paper = 1047;

    // One figure of each kind, to its last part.
    private const string OpenSome = "document.querySelectorAll('main > details').forEach((d, i) =>"
        + "d.open = i % 80 == 0 || d === document.querySelector('#ranges ~ details'));"
        + "document.querySelectorAll('details details, li details')"
        + ".forEach(d => d.open = d.parentElement.closest('details')?.open ?? true)";

    private readonly ChromiumBrowser _browser;
    private readonly Uri _page;

    public ReportTests(ChromiumBrowser browser)
    {
        _browser = browser;
        File.WriteAllText(Shot("report", "html"), HtmlReport.Render(Fleet.Status, Fleet.Cells, Fleet.Ranges, "imagenet-val"));
        _page = new Uri(Shot("report", "html"));
    }

    [SkippableTheory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 400)]
    public async Task The_report_of_a_fleet_is_sound_and_no_wider_than_the_window(ColorScheme scheme, int width)
    {
        await using var user = await OpenAsync(scheme, width);
        Assert.True(await PageWidthAsync(user) <= width, $"wider than {width}");
        await ShotAsync(user, $"report-{scheme.ToString().ToLowerInvariant()}-{width}");
        await user.Page.EvaluateAsync(OpenSome);
        Assert.True(await PageWidthAsync(user) <= width, $"wider than {width} once figures are open");
        await user.Page.EvaluateAsync("document.querySelector('#ranges ~ details').scrollIntoView()");
        await user.Page.ScreenshotAsync(new() { Path = Shot($"report-ranges-{width}") });
        // Hidden rows and figures are like those that show, and axe looks at each.
        await user.Page.EvaluateAsync(
            "document.querySelectorAll('tr.later, .heat tbody tr:nth-child(n+25), .sorts tbody tr:nth-child(n+40), '"
            + " + 'main > details:not([open]):nth-of-type(n+9)')"
            + ".forEach(r => r.remove())");
        Assert.Empty(await user.AxeAsync());
        user.AssertNoFaults();
    }

    [SkippableFact]
    public async Task Tables_sort_by_any_column_and_filter_by_words()
    {
        await using var user = await OpenAsync(ColorScheme.Light, 1280);
        var table = user.Page.Locator("[aria-label='all cells'] table");
        var head = table.Locator("th", new() { HasText = "cost" });
        await head.GetByRole(AriaRole.Button).FocusAsync();
        await user.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("ascending", await head.GetAttributeAsync("aria-sort"));
        await head.GetByRole(AriaRole.Button).ClickAsync();
        Assert.Equal("descending", await head.GetAttributeAsync("aria-sort"));
        var costs = (await CellsAsync(table, "cost")).Select(c => double.Parse(c, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Fleet.Cells.Count(c => c.Measurement is not null), costs.Count);
        Assert.Equal(costs.OrderDescending(), costs);

        await user.Page.GetByLabel("Filter tables and models").FillAsync("resnet_01 4/8 cle");
        var fitting = Fleet.Cells.Where(c => c.Measurement is not null && c.Model.Contains("resnet_01", StringComparison.Ordinal)
            && c.Scheme.Bits.ToString() == "4/8" && c.Method == "cle").ToList();
        await Assertions.Expect(table.Locator("tbody tr:visible")).ToHaveCountAsync(fitting.Count);
        await Assertions.Expect(user.Page.GetByRole(AriaRole.Status)).ToContainTextAsync($"{fitting.Count} of ");
        await Assertions.Expect(user.Page.Locator("table.heat tbody tr:visible")).ToHaveCountAsync(
            Fleet.Cells.Select(c => c.Model).Distinct().Count(m => m.Contains("resnet_01", StringComparison.Ordinal)));
        user.AssertNoFaults();
    }

    [SkippableFact]
    public async Task Long_tables_show_their_first_rows_until_all_are_asked_for()
    {
        await using var user = await OpenAsync(ColorScheme.Light, 1280);
        Assert.InRange(new FileInfo(_page.LocalPath).Length, 1_000_000, 3_000_000);
        var rows = user.Page.Locator("[aria-label='all cells'] tbody tr:visible");
        await Assertions.Expect(rows).ToHaveCountAsync(250);
        var all = Fleet.Cells.Count(c => c.Measurement is not null);
        await user.Page.GetByRole(AriaRole.Button, new() { Name = $"Show all {all}" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(all);
    }

    [SkippableFact]
    public async Task Paper_cuts_no_table_and_has_every_row()
    {
        await using var user = await OpenAsync(ColorScheme.Dark, Paper);
        await user.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await user.Page.EvaluateAsync(OpenSome);
        var cut = await user.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('.wide')].filter(b => b.scrollWidth > b.clientWidth)"
            + ".map(b => `${b.ariaLabel}: ${b.scrollWidth} > ${b.clientWidth}`)");
        Assert.Empty(cut);
        Assert.True(await PageWidthAsync(user) <= Paper);
        var rows = user.Page.Locator("[aria-label='all cells'] tbody tr:visible");
        await Assertions.Expect(rows).ToHaveCountAsync(Fleet.Cells.Count(c => c.Measurement is not null));
        var ground = await user.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        Assert.Equal("rgb(255, 255, 255)", ground);
        await ShotAsync(user, "report-print");
        Assert.True(
            (await user.Page.PdfAsync(new() { Path = Shot("report", "pdf"), PreferCSSPageSize = true })).Length > 100_000);
        user.AssertNoFaults();
    }

    private async Task<BrowserUser> OpenAsync(ColorScheme scheme, int width)
    {
        var user = await _browser.OpenAsync(_page, scheme, width);
        await user.Page.GotoAsync(_page.ToString());
        return user;
    }

    private static Task<string[]> CellsAsync(ILocator table, string header) => table.EvaluateAsync<string[]>(
        """
        (t, h) => {
          const i = [...t.tHead.rows[0].cells].findIndex(c => c.textContent === h);
          return [...t.tBodies[0].rows].map(r => r.cells[i].textContent);
        }
        """, header);

    private static Task<int> PageWidthAsync(BrowserUser user) =>
        user.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");

    private static Task ShotAsync(BrowserUser user, string name) => user.Page.ScreenshotAsync(new()
    {
        Path = Shot(name),
        Clip = new() { X = 0, Y = 0, Width = user.Page.ViewportSize!.Width, Height = 2400 },
        FullPage = true,
    });

    private static string Shot(string name, string type = "png")
    {
        var folder = Path.Combine(Places.Root, "artifacts", "screenshots");
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $"{name}.{type}");
    }
}
