using SameSame.Grains.Queue;

namespace SameSame.Grains.Tests.Units;

public class AnnouncementsTests
{
    private readonly Announcements _seldom = new(everySeconds: 3600);

    [Fact]
    public void What_the_queue_was_told_is_told_once()
    {
        Assert.True(_seldom.Begin("first"));
        _seldom.Add("a");
        Assert.False(_seldom.Begin("first"));
        Assert.True(_seldom.Contains("a"));
        Assert.False(_seldom.Contains("b"));
    }

    [Fact]
    public void What_failed_is_told_again()
    {
        _seldom.Begin("first");
        _seldom.Add("a");
        _seldom.Remove("a");
        Assert.False(_seldom.Contains("a"));
    }

    [Fact]
    public void A_queue_that_lost_its_memory_is_told_everything()
    {
        _seldom.Begin("first");
        _seldom.Add("a");
        Assert.True(_seldom.Begin("second"));
        Assert.False(_seldom.Contains("a"));
    }

    [Fact]
    public void After_a_new_run_or_an_interval_everything_is_told_again()
    {
        _seldom.Begin("first");
        _seldom.Add("a");
        _seldom.Forget();
        Assert.True(_seldom.Begin("first"));
        Assert.False(_seldom.Contains("a"));
        var always = new Announcements(everySeconds: 0);
        Assert.True(always.Begin("first"));
        Assert.True(always.Begin("first"));
    }
}
