using Microsoft.Extensions.Logging;
using SameSame.Client.Sweeps;
using SameSame.Hosting.Local;
using SameSame.Testing;

namespace SameSame.Client.Tests;

public sealed class TakeoverTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_command_whose_host_leaves_opens_the_instance_itself_and_asks_for_nothing_twice()
    {
        var passes = new List<(bool Hosts, bool First)>();
        var joined = new TaskCompletionSource();
        var host = await OpenAsync(CancellationToken.None);
        var following = Takeover.RunAsync(OpenAsync, async (session, first, stop) =>
        {
            passes.Add((session.HostsSilo, first));
            if (session.HostsSilo)
                return 7;
            joined.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            return 0;
        }, CancellationToken.None);
        await joined.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await host.DisposeAsync();
        Assert.Equal(7, await following.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal([(false, true), (true, false)], passes);
    }

    [Fact]
    public async Task A_request_whose_answer_is_lost_with_the_host_is_made_again()
    {
        var (asked, leaving) = (0, Task.CompletedTask);
        var host = await OpenAsync(CancellationToken.None);
        Assert.Equal(7, await Takeover.RunAsync(OpenAsync, (session, _, _) =>
        {
            asked++;
            if (session.HostsSilo)
                return Task.FromResult(7);
            leaving = host.DisposeAsync().AsTask();
            throw new IOException("the connection broke before anyone looked for the host");
        }, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal(2, asked);
        await leaving;
    }

    [Fact]
    public async Task What_fails_while_the_host_is_there_is_an_error_and_what_is_cancelled_stays_so()
    {
        await using var host = await OpenAsync(CancellationToken.None);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Takeover.RunAsync(OpenAsync, (_, _, _) => throw new InvalidOperationException(), CancellationToken.None));
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Takeover.RunAsync(OpenAsync, async (_, _, token) =>
        {
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
            return 0;
        }, stop.Token));
    }

    [Fact]
    public void A_process_that_died_without_a_word_is_gone()
    {
        var folder = new InstanceFolder(_folder.Root);
        var (mine, dead) = (new InstanceEndpoint(Environment.ProcessId, 1, "c", true), new InstanceEndpoint(int.MaxValue, 1, "c", true));
        folder.WriteEndpoint(mine);
        Assert.False(folder.IsGone(mine));
        Assert.True(folder.IsGone(dead));
        folder.WriteEndpoint(dead);
        Assert.True(folder.IsGone(dead));
    }

    private Task<ClusterSession> OpenAsync(CancellationToken cancellation) => ClusterSession.OpenAsync(new InstanceFolder(_folder.Root), startWork: false, LogLevel.Critical, cancellation);
}
