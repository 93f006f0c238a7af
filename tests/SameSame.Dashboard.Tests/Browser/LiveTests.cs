using Microsoft.Playwright;
using SameSame.Contracts.Results;
using SameSame.Dashboard.Tests.Support;
using ChromiumBrowser = SameSame.Dashboard.Tests.Support.Browser;

namespace SameSame.Dashboard.Tests.Browser;

/// <summary>Pages that stay open: a sweep to its end, a retry, two users, a server that goes and comes back.</summary>
[Collection(LabCollection.Name)]
public sealed class LiveTests(Lab lab, ChromiumBrowser browser) : IClassFixture<ChromiumBrowser>
{
    [SkippableFact]
    public async Task A_sweep_is_started_from_another_and_followed_to_its_end_without_loading_the_page_again()
    {
        await using var user = await browser.OpenAsync(lab.Server.Address);
        await using var other = await browser.OpenAsync(lab.Server.Address);
        await user.Page.GotoAsync($"/sweep?id={lab.Sweep}");
        await user.Page.GetByRole(AriaRole.Link, new() { Name = "Start again with changes" }).ClickAsync();
        var spec = await user.Page.Locator("#spec").InputValueAsync();
        await user.Page.Locator("#spec").FillAsync(
            spec.Replace("name: first", "name: followed", StringComparison.Ordinal)
                .Replace("images: 300", "images: 2000", StringComparison.Ordinal));
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await user.Page.WaitForURLAsync(new System.Text.RegularExpressions.Regex("/sweep\\?id=followed-"));

        // Somebody else sees it in the list meanwhile.
        await other.Page.GotoAsync("/sweeps");
        await user.Page.EvaluateAsync("window.mark = 1");
        await other.Page.EvaluateAsync("window.mark = 1");
        await Assertions.Expect(user.Page.Locator("[data-live=state]"))
            .ToContainTextAsync("finished", new() { Timeout = 90_000 });
        await Assertions.Expect(user.Page.Locator("[data-live=state]")).ToContainTextAsync("8 of 8 cells");
        await Assertions.Expect(user.Page.Locator("[data-live=cells] tbody tr")).ToHaveCountAsync(8);
        await Assertions.Expect(other.Page.Locator("tr", new() { HasText = "followed-" })).ToContainTextAsync("finished");
        Assert.Equal(
            (1, 1),
            (await user.Page.EvaluateAsync<int>("window.mark"), await other.Page.EvaluateAsync<int>("window.mark")));
        Assert.Empty(await user.AxeAsync());
        user.AssertNoFaults();
        other.AssertNoFaults();
    }

    [SkippableFact]
    public async Task A_failed_cell_says_why_and_is_measured_when_it_is_tried_again_after_the_fix()
    {
        var model = Path.Combine(lab.Zoo, "models", "fashion_mobilenet_v3.onnx");
        var whole = await File.ReadAllBytesAsync(model);
        await File.WriteAllBytesAsync(model, whole[..1000]);
        var id = await lab.StartAsync(lab.Body("broken", models: "fashion_mobilenet_v3"));
        await lab.EndedAsync(id);

        await using var user = await browser.OpenAsync(lab.Server.Address);
        await user.Page.GotoAsync($"/sweep?id={id}&only=failed");
        await Assertions.Expect(user.Page.Locator("[data-live=cells]")).ToContainTextAsync("fashion_mobilenet_v3.onnx");
        await File.WriteAllBytesAsync(model, whole);
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Retry 4 failed cells" }).ClickAsync();
        await Assertions.Expect(user.Page.Locator("[data-live=state]"))
            .ToContainTextAsync("finished", new() { Timeout = 60_000 });
        await Assertions.Expect(user.Page.Locator("[data-live=cells]")).Not.ToContainTextAsync("Failed, with the reason");
        await Assertions.Expect(user.Page.Locator("[data-live=cells] tbody tr")).ToHaveCountAsync(4);
        user.AssertNoFaults();
    }

    [SkippableFact]
    public async Task A_page_says_when_it_is_cut_off_and_shows_what_happened_meanwhile_once_it_is_back()
    {
        await using var server = await lab.ServeAsync(new DashboardOptions { Port = 0 });
        var port = server.Address.Port;
        await using var user = await browser.OpenAsync(server.Address);
        user.Expected.AddRange(
            ["ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE"]);
        await user.Page.GotoAsync("/leaderboard?model=fashion_mobilenet_v1");
        await Assertions.Expect(user.Page.Locator("main")).ToContainTextAsync("fits these choices");
        await user.Page.EvaluateAsync("window.mark = 1");
        await server.DisposeAsync();
        await Assertions.Expect(user.Page.Locator("#live")).ToContainTextAsync("Connection lost");

        await lab.EndedAsync(await lab.StartAsync(lab.Body("meanwhile", models: "fashion_mobilenet_v1")));
        await using var again = await lab.ServeAsync(new DashboardOptions { Port = port });
        await Assertions.Expect(user.Page.Locator("tbody tr")).ToHaveCountAsync(4, new() { Timeout = 30_000 });
        await Assertions.Expect(user.Page.Locator("#live")).ToBeEmptyAsync();
        Assert.Equal(1, await user.Page.EvaluateAsync<int>("window.mark"));
        user.AssertNoFaults();
    }

    [SkippableFact]
    public async Task A_script_in_a_models_name_stays_text_on_every_page()
    {
        // A catalogue refuses such a name; a row that something else has stored must not do harm either.
        const string Name = "<img src=x onerror=alert(1)>";
        var row = (await lab.Session.Grains.GetGrain<ILeaderboardGrain>(ILeaderboardGrain.PartitionOf("fashion_resnet"))
            .ListAsync()).First(r => r.Model == "fashion_resnet");
        await lab.Session.Grains.GetGrain<ILeaderboardGrain>(ILeaderboardGrain.PartitionOf(Name))
            .PublishAsync([row with { Model = Name, Key = "evil", Findings = Name }]);

        await using var user = await browser.OpenAsync(lab.Server.Address);
        user.Page.Dialog += (_, _) => Assert.Fail("the name was run");
        foreach (var path in new[]
        {
            "/", "/leaderboard", "/models", $"/model?name={Uri.EscapeDataString(Name)}",
            $"/trend?model={Uri.EscapeDataString(Name)}", $"/compare?a={Uri.EscapeDataString(Name)}&b=fashion_resnet"
        })
        {
            await user.Page.GotoAsync(path);
            Assert.Equal(0, await user.Page.Locator("img").CountAsync());
            Assert.Contains(Name, await user.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        }

        user.AssertNoFaults();
    }
}
