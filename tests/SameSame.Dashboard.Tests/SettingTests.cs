using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using SameSame.Dashboard.Data;
using SameSame.Dashboard.Security;
using SameSame.Hosting.Silos;

namespace SameSame.Dashboard.Tests;

public class SettingTests
{
    [Fact]
    public void A_silo_takes_exactly_the_settings_that_the_dashboard_reads()
    {
        string[] read =
        [
            .. typeof(DashboardOptions).GetProperties().Where(p => p.CanWrite && p.PropertyType != typeof(OidcOptions))
                .Select(p => $"Dashboard:{p.Name}"),
            .. typeof(OidcOptions).GetProperties().Where(p => p.CanWrite).Select(p => $"Dashboard:Oidc:{p.Name}"),
        ];
        Assert.Equal(read.Order(), SettingNames.All.Where(n => n.StartsWith("Dashboard:", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void A_silos_address_is_bound_unless_the_settings_name_another()
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new("SameSame:Dashboard:Authentication", "keys"), new("SameSame:Dashboard:Port", "81")])
            .Build();
        var options = DashboardOptions.Read(settings, "10.0.0.7");
        Assert.Equal(("10.0.0.7", 81, true), (options.Address, options.Port, options.Authenticates));
    }

    [Fact]
    public async Task One_question_answers_all_who_ask_meanwhile_and_is_asked_again_when_it_is_old()
    {
        var (clock, asked, answer) = (new FakeTimeProvider(), 0, new TaskCompletionSource<string>());
        var value = new Refreshed<string>(TimeSpan.FromSeconds(1), clock, _ =>
        {
            asked++;
            return answer.Task;
        });
        var callers = Enumerable.Range(0, 20).Select(_ => value.GetAsync(default)).ToList();
        answer.SetResult("a");
        Assert.All(await Task.WhenAll(callers), a => Assert.Equal("a", a));
        await value.GetAsync(default);
        Assert.Equal(1, asked);
        clock.Advance(TimeSpan.FromSeconds(2));
        await value.GetAsync(default);
        Assert.Equal(2, asked);

        // A failure is told to those who wait, and the next one asks again.
        clock.Advance(TimeSpan.FromSeconds(2));
        answer = new TaskCompletionSource<string>();
        answer.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => value.GetAsync(default));
        answer = new TaskCompletionSource<string>();
        answer.SetResult("b");
        Assert.Equal("b", await value.GetAsync(default));
    }
}
