using Microsoft.Playwright;
using SameSame.Dashboard.Tests.Support;
using SameSame.Testing;
using ChromiumBrowser = SameSame.Dashboard.Tests.Support.Browser;

namespace SameSame.Dashboard.Tests.Browser;

/// <summary>Every page in a real browser: no error, no foreign request, nothing that axe finds, in light and dark, wide and
/// narrow.</summary>
[Collection(LabCollection.Name)]
public sealed class PageTests(Lab lab, ChromiumBrowser browser) : IClassFixture<ChromiumBrowser>
{
    /// <summary>Pages by the names of their screenshots.</summary>
    public static TheoryData<string, string> Pages => new()
    {
        { "overview", "/" },
        { "overview-empty", "/?model=x*" },
        { "leaderboard", "/leaderboard" },
        { "leaderboard-chosen", "/leaderboard?bits=4%2F8&pick=best&sort=cost&history=true&group=model" },
        { "leaderboard-none", "/leaderboard?maxCost=-50" },
        { "models", "/models" },
        { "model", "/model?name=fashion_squeezenet" },
        { "cell", "/cell?key={cell}" },
        { "cell-ranges", "/cell?key={cell}&show=ranges" },
        { "compare", "/compare?a=fashion_resnet&b=fashion_squeezenet" },
        { "compare-choose", "/compare" },
        { "sweeps", "/sweeps" },
        { "sweep", "/sweep?id={sweep}" },
        { "sweep-failed", "/sweep?id={sweep}&only=failed" },
        { "start", "/start?from={sweep}" },
        { "trend", "/trend?model=fashion_squeezenet" },
        { "trend-choose", "/trend" },
        { "fleet", "/fleet" },
    };

    [SkippableTheory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_sound_in_light_and_dark_wide_and_narrow(string name, string path)
    {
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 1280), (ColorScheme.Light, 400) })
        {
            await using var user = await browser.OpenAsync(lab.Server.Address, scheme, width);
            var answer = await user.Page.GotoAsync(await FilledAsync(path));
            Assert.Equal(200, answer!.Status);
            Assert.Equal(1, await user.Page.Locator("h1").CountAsync());
            Assert.True(
                await user.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width,
                $"{name} is wider than {width}");
            Assert.Empty(await user.AxeAsync());
            await user.Page.ScreenshotAsync(new PageScreenshotOptions
            {
                Path = Shot($"{name}-{scheme.ToString().ToLowerInvariant()}-{width}"), FullPage = true
            });
            user.AssertNoFaults();
        }
    }

    [SkippableTheory]
    [InlineData("/model?name=nothing", 404, "no model 'nothing'")]
    [InlineData("/sweep?id=nothing", 404, "no sweep 'nothing'")]
    [InlineData("/leaderboard?sort=colour", 400, "sort: unknown value 'colour'")]
    [InlineData("/no/such/page", 404, "There is no such page")]
    public async Task What_is_not_there_is_a_page_that_says_so(string path, int status, string text)
    {
        await using var user = await browser.OpenAsync(lab.Server.Address);
        user.Expected.Add($"status of {status}");
        var answer = await user.Page.GotoAsync(path);
        Assert.Equal(status, answer!.Status);
        Assert.Contains(text, await user.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(await user.AxeAsync());
        user.AssertNoFaults();
    }

    [SkippableFact]
    public async Task The_best_four_bit_configuration_of_a_model_its_interval_and_its_file_are_three_clicks_away()
    {
        await using var user = await browser.OpenAsync(lab.Server.Address);
        await user.Page.GotoAsync("/");
        await user.Page.GetByRole(AriaRole.Link, new() { Name = "fashion_squeezenet" }).First.ClickAsync();
        var row = user.Page.Locator("tr", new() { HasText = "4/8" }).First;
        Assert.Matches(@"-?\d+\.\d\d \.\. -?\d+\.\d\d", await row.InnerTextAsync());
        var download = await user.Page.RunAndWaitForDownloadAsync(
            () => row.GetByRole(AriaRole.Link, new() { Name = "network 4/8" }).ClickAsync());
        Assert.StartsWith("fashion_squeezenet-w4a8", download.SuggestedFilename, StringComparison.Ordinal);
        Assert.True(new FileInfo(await download.PathAsync()).Length > 10_000);
        user.AssertNoFaults();
    }

    [SkippableFact]
    public async Task The_keyboard_reaches_the_content_first_and_sorts_the_leaderboard()
    {
        await using var user = await browser.OpenAsync(lab.Server.Address);
        await user.Page.GotoAsync("/leaderboard");
        await user.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to content", await user.Page.EvaluateAsync<string>("document.activeElement.textContent"));
        await user.Page.Locator("#sort-Cost").FocusAsync();
        await user.Page.Keyboard.PressAsync("Enter");
        await user.Page.WaitForURLAsync(new System.Text.RegularExpressions.Regex("sort=cost"));
        Assert.Equal("ascending", await user.Page.Locator("th", new() { HasText = "cost" }).GetAttributeAsync("aria-sort"));
    }

    private static string Shot(string name)
    {
        var folder = Path.Combine(Places.Root, "artifacts", "screenshots");
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $"{name}.png");
    }

    private async Task<string> FilledAsync(string path)
    {
        var row = System.Text.Json.Nodes.JsonNode.Parse(await lab.Http.GetStringAsync(
            $"/api/v1/leaderboard?sweep={lab.Sweep}&model=fashion_squeezenet&bits=4/8&method=cle"))!["items"]![0]!;
        return path.Replace("{sweep}", lab.Sweep, StringComparison.Ordinal)
            .Replace("{cell}", (string)row["key"]!, StringComparison.Ordinal);
    }
}
