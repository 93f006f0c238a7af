using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SameSame.Contracts.Keys;
using SameSame.Dashboard.Security;
using SameSame.Dashboard.Tests.Api;
using SameSame.Dashboard.Tests.Support;
using SameSame.Evaluation.Configuration;

namespace SameSame.Dashboard.Tests.Security;

/// <summary>Who may do what: every endpoint and every action, with every kind of caller.</summary>
[Collection(LabCollection.Name)]
public sealed partial class AccessTests(Lab lab) : IAsyncLifetime
{
    private Issuer _issuer = null!;
    private DashboardServer _server = null!;
    private HttpClient _http = null!;
    private readonly Dictionary<string, string?> _callers = [];

    public async Task InitializeAsync()
    {
        _issuer = await Issuer.StartAsync();
        _server = await lab.ServeAsync(
            new DashboardOptions
            {
                Port = 0,
                Authentication = "keys",
                RequestsPerMinute = 100_000,
                Oidc = new OidcOptions
                {
                    Authority = _issuer.Address, ClientId = Issuer.Client, ClientSecret = "secret", RequireHttps = false
                },
            }, local: false);
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
            { BaseAddress = _server.Address };
        _callers["nobody"] = null;
        _callers["viewer key"] = await KeyAsync(ApiRole.Viewer);
        _callers["operator key"] = await KeyAsync(ApiRole.Operator);
        _callers["revoked key"] = await KeyAsync(ApiRole.Operator, revoke: true);
        _callers["made-up key"] = $"ss_00000000_{new string('0', 64)}";
        _callers["viewer token"] = _issuer.Token(["samesame-viewer"], TimeSpan.FromMinutes(5));
        _callers["operator token"] = _issuer.Token(["samesame-operator"], TimeSpan.FromMinutes(5));
        _callers["expired token"] = _issuer.Token(["samesame-operator"], TimeSpan.FromHours(-1));
        _callers["token of another client"] = _issuer.Token(["samesame-operator"], TimeSpan.FromMinutes(5), "other");
        _callers["token without a role"] = _issuer.Token(["something"], TimeSpan.FromMinutes(5));
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Every_endpoint_lets_in_exactly_whom_it_should()
    {
        var endpoints = await EndpointsAsync();
        Assert.True(endpoints.Count >= 14, $"{endpoints.Count} endpoints");
        var wrong = new List<string>();
        foreach (var (method, path, writes) in endpoints)
        {
            foreach (var (caller, credential) in _callers)
            {
                var status = await StatusAsync(method, path, credential);
                var looks = caller is "viewer key" or "operator key" or "viewer token" or "operator token";
                var rules = caller is "operator key" or "operator token";
                var known = looks || caller == "token without a role";
                var fits = writes && rules || !writes && looks ? status is not (401 or 403) : status == (known ? 403 : 401);
                if (!fits)
                    wrong.Add($"{caller}: {method} {path}: {status}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Every_page_leads_strangers_to_the_sign_in_and_viewers_not_to_the_operators()
    {
        foreach (var path in new[] { "/", "/leaderboard", "/models", "/model?name=fashion_resnet", "/compare", "/sweeps",
            $"/sweep?id={lab.Sweep}", "/trend", "/fleet", "/live", "/start" })
        {
            using var stranger = await _http.GetAsync(path);
            Assert.Equal((HttpStatusCode.Redirect, "/signin"), (stranger.StatusCode, stranger.Headers.Location!.AbsolutePath));
        }

        Assert.Equal(200, await StatusAsync("GET", "/sweeps", _callers["viewer key"]));
        Assert.Equal(403, await StatusAsync("GET", "/start", _callers["viewer key"]));
        Assert.Equal(200, await StatusAsync("GET", "/start", _callers["operator key"]));
    }

    [Fact]
    public async Task Buttons_need_the_pages_own_token_and_an_operator()
    {
        // A key opens the action; what is missing is the token of the page.
        Assert.Equal(400, await StatusAsync("POST", $"/actions/sweeps/{lab.Sweep}/retry", _callers["operator key"]));
        Assert.Equal(403, await StatusAsync("POST", $"/actions/sweeps/{lab.Sweep}/retry", _callers["viewer key"]));
    }

    [Fact]
    public async Task A_person_signs_in_with_a_key_is_a_viewer_and_is_out_when_the_key_is_revoked()
    {
        var (key, text) = ApiKeyText.Create("Bea", ApiRole.Viewer, DateTimeOffset.UtcNow);
        await Keys.AddAsync(key);
        using var browser = Browser();
        Assert.Equal("/leaderboard", await SignInAsync(browser, text, "/leaderboard"));
        Assert.Contains("Bea, viewer", await browser.GetStringAsync("/leaderboard"), StringComparison.Ordinal);
        Assert.DoesNotContain("Start again", await browser.GetStringAsync($"/sweep?id={lab.Sweep}"), StringComparison.Ordinal);
        await Keys.RevokeAsync(key.Id);
        for (var look = 0; look < 100; look++)
        {
            using var answer = await browser.GetAsync("/leaderboard");
            if (answer.StatusCode == HttpStatusCode.Redirect)
                return;
            await Task.Delay(100);
        }

        Assert.Fail("the key still opens");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task A_sign_in_leads_to_no_foreign_page(string url)
    {
        var (key, text) = ApiKeyText.Create("Cy", ApiRole.Viewer, DateTimeOffset.UtcNow);
        await Keys.AddAsync(key);
        using var browser = Browser();
        Assert.Equal("/", await SignInAsync(browser, text, url));
    }

    [Theory]
    [InlineData("samesame-operator", "Ada, operator")]
    [InlineData("samesame-viewer", "Ada, viewer")]
    public async Task A_person_of_the_organization_signs_in_with_the_role_that_it_gives(string role, string shown)
    {
        _issuer.Roles = [role];
        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() })
            { BaseAddress = _server.Address };
        Assert.Contains(shown, await browser.GetStringAsync("/signin/oidc?returnUrl=/fleet"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_foreign_page_can_use_neither_a_cookie_nor_this_machine()
    {
        // The local dashboard knows no keys: where a request comes from is all there is.
        foreach (var (header, value) in new[] { ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sweeps/{lab.Sweep}/retry");
            request.Headers.Add(header, value);
            using var answer = await lab.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        using var renamed = new HttpRequestMessage(HttpMethod.Get, "/api/v1/sweeps") { Headers = { Host = "evil.example" } };
        using var misdirected = await lab.Http.SendAsync(renamed);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, misdirected.StatusCode);
    }

    [Fact]
    public async Task Every_answer_has_the_headers_that_keep_browsers_in_check()
    {
        foreach (var path in new[] { "/", "/api/v1/sweeps", "/nothing", "/signin", "/signin?failed=x", "/failed?status=404" })
        {
            using var answer = await _http.GetAsync(path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task Too_many_requests_are_put_off()
    {
        await using var server = await lab.ServeAsync(new DashboardOptions { Port = 0, RequestsPerMinute = 6 });
        using var http = new HttpClient { BaseAddress = server.Address };
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++)
        {
            using var answer = await http.GetAsync("/api/v1/models");
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (statuses[0], statuses[^1]));
    }

    [Fact]
    public async Task In_a_cluster_no_answer_names_a_folder_of_a_silo()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/sweeps")
            { Content = JsonContent.Create(lab.Body("x")) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _callers["operator key"]);
        using var answer = await _http.SendAsync(request);
        ApiTests.AssertNothingInside(await answer.Content.ReadAsStringAsync());
        var page = new HttpRequestMessage(HttpMethod.Get, $"/sweep?id={lab.Sweep}")
            { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", _callers["viewer key"]) } };
        using var shown = await _http.SendAsync(page);
        ApiTests.AssertNothingInside(await shown.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("0.0.0.0", null, "samesame key create")]
    [InlineData("10.0.0.1", "none", "samesame key create")]
    [InlineData("somewhere", "keys", "expected an IP address")]
    [InlineData("127.0.0.1", "password", "expected none or keys")]
    public void What_would_let_strangers_in_is_refused_with_the_fix(string address, string? authentication, string fix)
    {
        var refused = Assert.Throws<SpecException>(
            new DashboardOptions { Address = address, Authentication = authentication }.Check);
        Assert.Contains(fix, refused.Message, StringComparison.Ordinal);
    }

    private IApiKeysGrain Keys => lab.Session.Grains.GetGrain<IApiKeysGrain>(IApiKeysGrain.Key);

    private HttpClient Browser() =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
            { BaseAddress = _server.Address };

    private async Task<string> KeyAsync(ApiRole role, bool revoke = false)
    {
        var (key, text) = ApiKeyText.Create(role.ToString(), role, DateTimeOffset.UtcNow);
        Assert.True(await Keys.AddAsync(key));
        if (revoke)
            Assert.True(await Keys.RevokeAsync(key.Id));
        return text;
    }

    // Every operation of the document: an endpoint that is added is tried as well.
    private async Task<List<(string Method, string Path, bool Writes)>> EndpointsAsync()
    {
        var document = JsonNode.Parse(await _http.GetStringAsync("/api/v1/openapi.json"))!;
        return
        [
            .. document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject()
                .Where(m => m.Key is "get" or "post" or "put" or "delete" or "patch")
                .Select(m => (m.Key.ToUpperInvariant(), Parameter().Replace(p.Key, "nothing"), m.Key != "get"))),
        ];
    }

    private async Task<int> StatusAsync(string method, string path, string? credential)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (credential is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential);
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (int)answer.StatusCode;
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

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
