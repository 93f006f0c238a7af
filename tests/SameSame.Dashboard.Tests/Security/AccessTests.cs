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
    private readonly SecuredServer _secured = new(lab);
    private Dictionary<string, string?> _callers = [];

    private HttpClient Http => _secured.Http;

    public async Task InitializeAsync()
    {
        await _secured.StartAsync();
        var issuer = _secured.Issuer;
        _callers = new Dictionary<string, string?>
        {
            ["nobody"] = null,
            ["viewer key"] = await _secured.KeyAsync(ApiRole.Viewer),
            ["operator key"] = await _secured.KeyAsync(ApiRole.Operator),
            ["revoked key"] = await _secured.KeyAsync(ApiRole.Operator, revoke: true),
            ["made-up key"] = $"ss_00000000_{new string('0', 64)}",
            ["viewer token"] = issuer.Token(["samesame-viewer"], TimeSpan.FromMinutes(5)),
            ["operator token"] = issuer.Token(["samesame-operator"], TimeSpan.FromMinutes(5)),
            ["expired token"] = issuer.Token(["samesame-operator"], TimeSpan.FromHours(-1)),
            ["token of another client"] = issuer.Token(["samesame-operator"], TimeSpan.FromMinutes(5), "other"),
            ["token without a role"] = issuer.Token(["something"], TimeSpan.FromMinutes(5)),
        };
    }

    public async Task DisposeAsync() => await _secured.DisposeAsync();

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
        foreach (var path in new[] { "/", "/leaderboard", "/models", "/model?name=fashion_resnet", "/compare", "/sweeps", $"/sweep?id={lab.Sweep}", "/trend", "/fleet", "/live", "/start" })
        {
            using var stranger = await Http.GetAsync(path);
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
            using var answer = await Http.GetAsync(path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task Headers_stay_on_a_page_that_tells_of_a_failure()
    {
        using var answer = await lab.Http.GetAsync("/model?name=nothing");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
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
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/sweeps") { Content = JsonContent.Create(lab.Body("x")) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _callers["operator key"]);
        using var answer = await Http.SendAsync(request);
        ApiTests.AssertNothingInside(await answer.Content.ReadAsStringAsync());
        var page = new HttpRequestMessage(HttpMethod.Get, $"/sweep?id={lab.Sweep}") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", _callers["viewer key"]) } };
        using var shown = await Http.SendAsync(page);
        ApiTests.AssertNothingInside(await shown.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task In_a_cluster_the_reason_of_a_failed_cell_names_no_folder_either()
    {
        await File.WriteAllTextAsync(Path.Combine(lab.Zoo, "gone.yaml"), "models:\n  - name: gone\n    file: models/gone.onnx\n"
            + "    input: { height: 28, width: 28, layout: nchw, order: gray, scale: 255, mean: [0.2860], std: [0.3530] }\n");
        var body = lab.Body("gone", models: "*");
        body["zoo"] = Path.Combine(lab.Zoo, "gone.yaml");
        var id = await lab.StartAsync(body);
        Assert.Equal(4, (int)(await lab.EndedAsync(id))["failed"]!);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/sweeps/{id}/cells");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _callers["viewer key"]);
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("gone.onnx", text, StringComparison.Ordinal);
        ApiTests.AssertNothingInside(text);
    }

    [Theory]
    [InlineData("0.0.0.0", null, "samesame key create")]
    [InlineData("10.0.0.1", "none", "samesame key create")]
    [InlineData("somewhere", "keys", "expected an IP address")]
    [InlineData("127.0.0.1", "password", "expected none or keys")]
    public void What_would_let_strangers_in_is_refused_with_the_fix(string address, string? authentication, string fix)
    {
        var refused = Assert.Throws<SpecException>(new DashboardOptions { Address = address, Authentication = authentication }.Check);
        Assert.Contains(fix, refused.Message, StringComparison.Ordinal);
    }

    // Every operation of the document: an endpoint that is added is tried as well.
    private async Task<List<(string Method, string Path, bool Writes)>> EndpointsAsync()
    {
        var document = JsonNode.Parse(await Http.GetStringAsync("/api/v1/openapi.json"))!;
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
        using var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (int)answer.StatusCode;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
