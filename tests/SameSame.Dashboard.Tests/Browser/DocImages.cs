using Microsoft.Playwright;
using SameSame.Dashboard.Tests.Support;
using SameSame.Testing;
using ChromiumBrowser = SameSame.Dashboard.Tests.Support.Browser;

namespace SameSame.Dashboard.Tests.Browser;

/// <summary>Makes the pictures of README and docs: <c>UPDATE_DOC_IMAGES=1 dotnet test tests/SameSame.Dashboard.Tests --filter
/// DocImages</c>.</summary>
[Collection(LabCollection.Name)]
public sealed class DocImages(Lab lab, ChromiumBrowser browser) : IClassFixture<ChromiumBrowser>
{
    [SkippableFact]
    public async Task Pictures_of_the_pages_on_the_sample_zoo()
    {
        Skip.IfNot(
            Environment.GetEnvironmentVariable("UPDATE_DOC_IMAGES") == "1", "UPDATE_DOC_IMAGES=1 makes the pictures again");
        var body = lab.Body("fashion", models: "*", images: 2000, methods: ["none", "one-step", "two-step", "cle"]);
        body["bits"] = new System.Text.Json.Nodes.JsonArray("8/8", "6/6", "4/8", "4/4");
        var id = await lab.StartAsync(body);
        await using (var running = await browser.OpenAsync(lab.Server.Address, width: 1100))
        {
            await running.Page.GotoAsync($"/sweep?id={id}");
            await Assertions.Expect(running.Page.Locator("[data-live=cells] tbody tr").Nth(11))
                .ToBeVisibleAsync(new() { Timeout = 120_000 });
            await ShotAsync(running.Page, "dashboard-sweep", 900);
        }

        await lab.EndedAsync(id);
        await using var user = await browser.OpenAsync(lab.Server.Address, width: 1100);
        foreach (var (name, path, height) in new[]
        {
            ("dashboard-overview", "/", 900), ("dashboard-model", "/model?name=fashion_mobilenet_v1", 760),
        })
        {
            await user.Page.GotoAsync(path);
            await ShotAsync(user.Page, name, height);
        }

        await user.Page.GotoAsync("/model?name=fashion_mobilenet_v1");
        await user.Page.Locator("tr", new() { HasText = "4/8" }).First
            .GetByRole(AriaRole.Link, new() { Name = "cle" }).First.ClickAsync();
        await ShotAsync(user.Page, "dashboard-cell", 700);
    }

    private static Task ShotAsync(IPage page, string name, int height) => page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(Places.Root, "docs", "images", $"{name}.png"),
        Clip = new Clip { X = 0, Y = 0, Width = 1100, Height = height },
        FullPage = true,
    });
}
