using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SameSame.Dashboard.Tests.Support;
using SameSame.Testing;

namespace SameSame.Dashboard.Tests.Api;

/// <summary>What programs get of the HTTP interface.</summary>
[Collection(LabCollection.Name)]
public sealed class ApiTests(Lab lab)
{
    [Fact]
    public async Task Sweeps_are_listed_and_their_cells_carry_figures()
    {
        var list = await JsonAsync("/api/v1/sweeps?limit=1000");
        Assert.Contains(list["items"]!.AsArray(), s => (string)s!["id"]! == lab.Sweep);
        var sweep = await JsonAsync($"/api/v1/sweeps/{lab.Sweep}");
        Assert.Equal(
            ("finished", 2, 8, 0),
            ((string)sweep["state"]!, (int)sweep["models"]!, (int)sweep["cells"]!, (int)sweep["failed"]!));
        var cells = await JsonAsync($"/api/v1/sweeps/{lab.Sweep}/cells?limit=1&offset=1");
        Assert.Equal((2, 4), ((int)cells["total"]!, cells["items"]!.AsArray().Count));
        Assert.All(cells["items"]!.AsArray(), c => Assert.True(
            (string)c!["model"]! == "fashion_squeezenet" && (int)c["result"]!["images"]! == 300));
    }

    [Fact]
    public async Task The_leaderboard_pages_filters_sorts_and_is_not_sent_twice()
    {
        var page = await JsonAsync($"/api/v1/leaderboard?sweep={lab.Sweep}&bits=4/8&sort=cost&limit=3");
        Assert.Equal((4, 3), ((int)page["total"]!, page["items"]!.AsArray().Count));
        var costs = page["items"]!.AsArray().Select(r => (double)r!["degradation"]!).ToList();
        Assert.Equal(costs.Order(), costs);
        Assert.All(page["items"]!.AsArray(), r => Assert.True(
            (long)r!["bytes"]! > 0 && (string)r["exportSha256"]! is { Length: 64 }));

        using var first = await lab.Http.GetAsync("/api/v1/leaderboard");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/v1/leaderboard")
        {
            Headers = { { "If-None-Match", first.Headers.ETag!.ToString() } }
        };
        using var unchanged = await lab.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        var csv = await lab.Http.GetStringAsync($"/api/v1/leaderboard?sweep={lab.Sweep}&format=csv");
        Assert.Equal(1 + 8, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);

        // The order that was asked for holds in every form.
        var sorted = await lab.Http.GetStringAsync($"/api/v1/leaderboard?sweep={lab.Sweep}&sort=cost&descending=true&format=csv");
        var lines = sorted.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var column = lines[0].Split(',').ToList().IndexOf("degradation");
        var listed = lines.Skip(1).Select(l => double.Parse(l.Split(',')[column], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(listed.OrderDescending(), listed);
    }

    [Fact]
    public async Task Four_bit_weights_are_counted_at_four_bits()
    {
        var rows = (await JsonAsync($"/api/v1/leaderboard?sweep={lab.Sweep}&model=fashion_resnet&method=none"))["items"]!
            .AsArray();
        var (eight, four) = (
            (double)rows.Single(r => (int)r!["weightBits"]! == 8)!["bytes"]!,
            (double)rows.Single(r => (int)r!["weightBits"]! == 4)!["bytes"]!);
        Assert.InRange(four / eight, 0.5, 0.6);
    }

    [Fact]
    public async Task The_network_of_a_cell_is_the_one_that_was_measured()
    {
        var row = (await JsonAsync(
            $"/api/v1/leaderboard?sweep={lab.Sweep}&model=fashion_squeezenet&bits=4/8&method=cle"))["items"]![0]!;
        using var answer = await lab.Http.GetAsync($"/api/v1/cells/{(string)row["key"]!}/network");
        Assert.Equal(
            (string)row["exportSha256"]!,
            Convert.ToHexStringLower(SHA256.HashData(await answer.Content.ReadAsByteArrayAsync())));
        Assert.Equal("fashion_squeezenet-w4a8-per-tensor-cle.onnx", answer.Content.Headers.ContentDisposition!.FileName);
    }

    [Fact]
    public async Task Events_go_on_behind_the_last_one_that_was_seen()
    {
        var all = await EventsAsync(null, 3);
        Assert.Equal(3, all.Select(e => e.Id).Distinct().Count());
        var rest = await EventsAsync(all[0].Id, 2);
        Assert.Equal(all.Skip(1), rest);
    }

    [Theory]
    [InlineData("/api/v1/sweeps/none", 404, "no sweep 'none'")]
    [InlineData("/api/v1/leaderboard?sort=colour", 400, "sort: unknown value 'colour'")]
    [InlineData("/api/v1/leaderboard?bits=8", 400, "bits")]
    [InlineData("/api/v1/leaderboard?limit=100000", 400, "limit 100000: expected 1 to 1000")]
    [InlineData("/api/v1/leaderboard?limit=x", 400, "the request cannot be read")]
    [InlineData("/api/v1/cells/abc/network", 404, "no measured cell has the key 'abc'")]
    [InlineData("/api/v1/artifacts/..%2f..%2fetc%2fpasswd", 400, "expected 64 lower-case hex digits")]
    [InlineData(
        "/api/v1/artifacts/0000000000000000000000000000000000000000000000000000000000000000", 404, "there is no artifact")]
    [InlineData("/api/v1/compare?a=x&b=y", 404, "unknown sweep or model 'x'")]
    [InlineData("/api/v1/nothing", 404, "")]
    public async Task What_does_not_work_is_told_in_one_line(string path, int status, string detail)
    {
        using var answer = await lab.Http.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(detail, (string?)JsonNode.Parse(text)!["detail"] ?? "", StringComparison.Ordinal);
        AssertNothingInside(text);
    }

    [Theory]
    [InlineData("""{ "name": "s", "zoo": "/x" }""", "request: dataset: expected")]
    [InlineData("""{ "name": "s", "zoo": "/x", "dataset": "/y", "bitz": ["8/8"] }""", "the body's field bitz")]
    [InlineData("""{ "name": "s", """, "the request cannot be read")]
    [InlineData("""{ "name": "../../x", "zoo": "/x", "dataset": "/y" }""", "request: name: expected")]
    [InlineData("""{ "name": "s", "zoo": ["/x"], "dataset": "/y" }""", "the body's field zoo")]
    public async Task A_sweep_that_cannot_start_says_which_field(string body, string detail)
    {
        using var answer = await lab.Http.PostAsync(
            "/api/v1/sweeps", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(detail, (string?)JsonNode.Parse(text)!["detail"] ?? "", StringComparison.Ordinal);
        AssertNothingInside(text);
    }

    [Fact]
    public async Task A_method_that_there_is_not_is_named_with_those_that_there_are()
    {
        using var answer = await lab.Http.PostAsJsonAsync("/api/v1/sweeps", lab.Body("magic", methods: ["magic"]));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("unknown method 'magic'", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var body = lab.Body("large");
        body["models"] = new string('x', 2 << 20);
        using var answer = await lab.Http.PostAsJsonAsync("/api/v1/sweeps", body);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Two_sweeps_are_compared_and_one_can_be_deleted()
    {
        var other = await lab.StartAsync(lab.Body("compared"));
        await lab.EndedAsync(other);
        var comparison = await JsonAsync($"/api/v1/compare?a={lab.Sweep}&b={other}");
        Assert.Equal(
            (0, 0, 4, 4),
            ((int)comparison["worse"]!, (int)comparison["better"]!, (int)comparison["same"]!,
                comparison["onlyA"]!.AsArray().Count));
        using (var deleted = await lab.Http.DeleteAsync($"/api/v1/sweeps/{other}"))
            Assert.True(deleted.IsSuccessStatusCode, await deleted.Content.ReadAsStringAsync());
        await Until.TrueAsync("the sweep is gone", async () =>
        {
            using var gone = await lab.Http.GetAsync($"/api/v1/sweeps/{other}");
            return gone.StatusCode == HttpStatusCode.NotFound;
        });
    }

    /// <summary>No stack trace, no type name, no folder of the machine.</summary>
    internal static void AssertNothingInside(string text) =>
        Assert.All(
            ["   at ", "Exception", "System.", "/tmp/", "/home/", "/etc/"],
            inside => Assert.DoesNotContain(inside, text, StringComparison.Ordinal));

    private async Task<JsonNode> JsonAsync(string path) => JsonNode.Parse(await lab.Http.GetStringAsync(path))!;

    private async Task<List<(string Id, string Name)>> EventsAsync(string? after, int count)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/sweeps/{lab.Sweep}/events");
        if (after is not null)
            request.Headers.Add("Last-Event-ID", after);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var answer = await lab.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(limit.Token));
        var (events, id) = (new List<(string, string)>(), "");
        while (events.Count < count && await reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
                events.Add((id, line[7..]));
        }

        return events;
    }
}
