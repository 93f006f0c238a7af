using System.Net;
using System.Text.RegularExpressions;
using SameSame.Contracts.Keys;
using SameSame.Dashboard.Security;
using SameSame.Dashboard.Tests.Support;
using SameSame.Testing;

namespace SameSame.Dashboard.Tests.Security;

/// <summary>People who sign in, by a key or at an issuer.</summary>
[Collection(LabCollection.Name)]
public sealed partial class SignInTests(Lab lab) : IAsyncLifetime
{
    private readonly SecuredServer _secured = new(lab);

    public Task InitializeAsync() => _secured.StartAsync();

    public async Task DisposeAsync() => await _secured.DisposeAsync();

    [Fact]
    public async Task A_person_signs_in_with_a_key_is_a_viewer_and_is_out_when_the_key_is_revoked()
    {
        var (key, text) = ApiKeyText.Create("Bea", ApiRole.Viewer, DateTimeOffset.UtcNow);
        await _secured.Keys.AddAsync(key);
        using var browser = _secured.Browser();
        Assert.Equal("/leaderboard", await SignInAsync(browser, text, "/leaderboard"));
        Assert.Contains("Bea, viewer", await browser.GetStringAsync("/leaderboard"), StringComparison.Ordinal);
        Assert.DoesNotContain("Start again", await browser.GetStringAsync($"/sweep?id={lab.Sweep}"), StringComparison.Ordinal);
        await _secured.Keys.RevokeAsync(key.Id);
        await Until.TrueAsync("the key opens nothing any more", async () =>
        {
            using var answer = await browser.GetAsync("/leaderboard");
            return answer.StatusCode == HttpStatusCode.Redirect;
        });
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    public async Task A_sign_in_leads_to_no_foreign_page(string url)
    {
        var (key, text) = ApiKeyText.Create("Cy", ApiRole.Viewer, DateTimeOffset.UtcNow);
        await _secured.Keys.AddAsync(key);
        using var browser = _secured.Browser();
        Assert.Equal("/", await SignInAsync(browser, text, url));
    }

    [Theory]
    [InlineData("samesame-operator", "Ada, operator")]
    [InlineData("samesame-viewer", "Ada, viewer")]
    public async Task A_person_of_the_organization_signs_in_with_the_role_that_it_gives(string role, string shown)
    {
        _secured.Issuer.Roles = [role];
        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = _secured.Server.Address };
        Assert.Contains(shown, await browser.GetStringAsync("/signin/oidc?returnUrl=/fleet"), StringComparison.Ordinal);
    }

    private static async Task<string> SignInAsync(HttpClient browser, string key, string returnUrl)
    {
        var page = await browser.GetStringAsync("/signin");
        using var answer = await browser.PostAsync("/signin/key", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value,
            ["key"] = key,
            ["returnUrl"] = returnUrl,
        }));
        return answer.Headers.Location!.OriginalString;
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex Token();
}
