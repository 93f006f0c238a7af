using SameSame.Evaluation.Datasets;

namespace SameSame.Evaluation.Tests.Datasets;

public class ImageSelectionTests
{
    [Fact]
    public void All_images_are_taken_by_default() => Assert.Equal(Enumerable.Range(0, 9), ImageSelection.Take(9, null));

    [Fact]
    public void A_number_takes_a_fixed_choice_spread_over_the_list()
    {
        var some = ImageSelection.Take(1000, 100);
        Assert.Equal(some, ImageSelection.Take(1000, 100));
        Assert.Equal(100, some.Distinct().Count());
        Assert.Equal(some.Order(), some);
        Assert.InRange(some.Count(i => i < 500), 30, 70);
        // Published results depend on this choice: it may never change.
        Assert.Equal("100/1000:" + Golden, ImageSelection.Canonical(some, 1000));
    }

    [Fact]
    public void A_larger_number_keeps_the_smaller_choice() => Assert.Subset(ImageSelection.Take(1000, 100).ToHashSet(), ImageSelection.Take(1000, 50).ToHashSet());

    [Fact]
    public void Different_selections_have_different_names() => Assert.Equal(3, new[]
    {
        ImageSelection.Canonical(ImageSelection.Take(10, null), 10), ImageSelection.Canonical(ImageSelection.Take(10, 5), 10), ImageSelection.Canonical([0, 1, 2, 3, 4], 10),
    }.Distinct().Count());

    private const string Golden = "99f9ce0495e3a8ea";
}
