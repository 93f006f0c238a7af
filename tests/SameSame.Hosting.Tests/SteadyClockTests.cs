namespace SameSame.Hosting.Tests;

public class SteadyClockTests
{
    private readonly SetClock _wall = new();

    [Fact]
    public void While_the_wall_clock_goes_right_it_says_the_same()
    {
        var clock = new SteadyClock(_wall);
        _wall.Pass(TimeSpan.FromHours(5));
        Assert.Equal(_wall.GetUtcNow(), clock.GetUtcNow());
    }

    [Fact]
    public void A_jump_and_back_is_hardly_seen()
    {
        var clock = new SteadyClock(_wall);
        var before = clock.GetUtcNow();
        _wall.Jump += TimeSpan.FromDays(1);
        _wall.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(11, (clock.GetUtcNow() - before).TotalSeconds, 1e-6);
        _wall.Jump -= TimeSpan.FromDays(1);
        _wall.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(20, (clock.GetUtcNow() - before).TotalSeconds, 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_clock_that_is_put_right_is_followed_without_a_step_back(int hours)
    {
        var clock = new SteadyClock(_wall);
        _wall.Jump += TimeSpan.FromHours(hours);
        var last = clock.GetUtcNow();
        for (var minute = 0; minute < 11 * 60; minute++)
        {
            _wall.Pass(TimeSpan.FromMinutes(1));
            Assert.InRange((clock.GetUtcNow() - last).TotalSeconds, 54 - 1e-6, 66 + 1e-6);
            last = clock.GetUtcNow();
        }

        Assert.Equal(_wall.GetUtcNow(), last);
    }

    private sealed class SetClock : TimeProvider
    {
        private long _passed;

        public TimeSpan Jump { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _passed += time.Ticks;

        public override long GetTimestamp() => _passed;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddDays(1) + TimeSpan.FromTicks(_passed) + Jump;
    }
}
