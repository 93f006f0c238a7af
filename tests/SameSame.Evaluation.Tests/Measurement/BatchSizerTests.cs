using SameSame.Evaluation.Measurement;

namespace SameSame.Evaluation.Tests.Measurement;

public class BatchSizerTests
{
    [Fact]
    public void Doubles_while_that_brings_more_images_a_second()
    {
        var sizer = new BatchSizer(null, 64);
        // 10 ms a call and 1 ms an image, but from 32 images on 2 ms: the cache is full.
        var tried = Settle(sizer, n => 10 + n * (n >= 32 ? 2 : 1));
        Assert.Equal([4, 4, 8, 8, 16, 16, 32, 32], tried);
        Assert.Equal((16, 16), (sizer.Chosen, sizer.Next));
    }

    [Fact]
    public void Goes_no_further_than_its_limit()
    {
        var sizer = new BatchSizer(null, 9);
        Assert.Equal([4, 4, 8, 8], Settle(sizer, _ => 10));
        Assert.Equal(8, sizer.Chosen);
    }

    [Fact]
    public void One_slow_batch_of_two_decides_nothing()
    {
        var (sizer, calls) = (new BatchSizer(null, 16), 0);
        Settle(sizer, n => (++calls % 2 == 0 ? 10 : 1) * (10 + n));
        Assert.Equal(16, sizer.Chosen);
    }

    [Fact]
    public void What_is_known_is_not_tried_again()
    {
        var sizer = new BatchSizer(32, 64);
        sizer.Learn(TimeSpan.FromSeconds(100));
        Assert.Equal((32, 32), (sizer.Chosen, sizer.Next));
        Assert.Equal(8, new BatchSizer(32, 8).Next);
    }

    [Fact]
    public void What_does_not_fit_is_halved_down_to_one_image()
    {
        var sizer = new BatchSizer(null, 64);
        Assert.True(sizer.Shrink());
        Assert.Equal((2, 2), (sizer.Next, sizer.Chosen));
        Assert.True(sizer.Shrink());
        Assert.Equal(1, sizer.Next);
        Assert.False(sizer.Shrink());
    }

    private static List<int> Settle(BatchSizer sizer, Func<int, double> milliseconds)
    {
        var tried = new List<int>();
        while (sizer.Chosen is null)
        {
            tried.Add(sizer.Next);
            sizer.Learn(TimeSpan.FromMilliseconds(milliseconds(sizer.Next)));
        }

        return tried;
    }
}
