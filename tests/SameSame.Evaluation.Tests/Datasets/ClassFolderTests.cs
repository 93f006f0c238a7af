using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Datasets;

public sealed class ClassFolderTests : IDisposable
{
    private readonly IlsvrcFolder _folder = new();

    public ClassFolderTests()
    {
        foreach (var name in new[] { "n00000020/b.JPEG", "n00000020/a.jpg", "n00000030/c.png", "n00000020/.hidden.JPEG", "n00000020/readme.txt", "stray.JPEG" })
            _folder.Image(name);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_class_order_the_folders_names_are_sorted() =>
        Assert.Equal(["n00000020/a.jpg 0", "n00000020/b.JPEG 0", "n00000030/c.png 1"], _folder.Content("format: class-folders"));

    [Fact]
    public void Classes_give_the_order_and_may_have_no_images()
    {
        _folder.Write("classes.txt", IlsvrcFolder.Classes);
        Assert.Equal(["n00000020/a.jpg 1", "n00000020/b.JPEG 1", "n00000030/c.png 2"], _folder.Content("format: class-folders\nclasses: classes.txt"));
        _folder.Write("classes.txt", "n00000030\n\nn00000020 second\n");
        Assert.Equal(["n00000020/a.jpg 1", "n00000020/b.JPEG 1", "n00000030/c.png 0"], _folder.Content("format: class-folders\nclasses: classes.txt"));
    }

    [Fact]
    public void Synsets_are_sorted_where_there_are_no_classes()
    {
        _folder.Write("synsets.txt", IlsvrcFolder.Synsets);
        Assert.Equal(["n00000020/a.jpg 1", "n00000020/b.JPEG 1", "n00000030/c.png 2"], _folder.Content("format: class-folders\nsynsets: synsets.txt"));
    }

    [Fact]
    public void A_folder_that_is_no_class_is_named()
    {
        _folder.Write("classes.txt", "n00000010\nn00000020\n");
        var message = _folder.Error("format: class-folders\nclasses: classes.txt");
        Assert.StartsWith($"{_folder["images/n00000030"]}: the folder's name is none of the 2 classes of {_folder["classes.txt"]}", message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Folders_of_real_validation_images_have_the_labels_of_their_list()
    {
        var root = Places.Imagenet;
        var listed = ImageFolderSource.Open(Path.Combine(root, "val.txt"), Path.Combine(root, "val"));
        var found = ImageSources.Open(DatasetFile.Read(_folder.Write("real.yaml", $"name: d\nformat: class-folders\nroot: {root}/val\nclasses: {root}/wnids.txt\n")), new ImageSetSpec { Root = $"{root}/val" });
        Assert.Equal(Labels(listed), Labels(found));

        static Dictionary<string, int> Labels(IImageSource source) => Enumerable.Range(0, source.Count).ToDictionary(i => source.Files[i], source.Label);
    }

    [Theory]
    [InlineData("", "classes.txt: it lists no classes")]
    [InlineData("n00000020\nn00000030\nn00000020\n", "classes.txt:3: 'n00000020' stands on line 1 already")]
    [InlineData(null, "classes.txt: no such file")]
    public void A_class_order_that_cannot_be_used_is_named(string? text, string expected)
    {
        if (text is not null)
            _folder.Write("classes.txt", text);
        Assert.Contains(expected, _folder.Error("format: class-folders\nclasses: classes.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_without_class_folders_points_to_the_flat_layouts()
    {
        using var flat = new IlsvrcFolder().Flat(2);
        Assert.Contains("no class folders in it; a flat folder of images is read by format imagenet-devkit", flat.Error("format: class-folders"), StringComparison.Ordinal);
        Directory.Delete(flat["images"], recursive: true);
        Assert.Contains("dataset.yaml: root: there is no folder", flat.Error("format: class-folders"), StringComparison.Ordinal);
        Directory.CreateDirectory(flat["images/n00000010"]);
        Assert.Contains("its 1 class folders hold no images", flat.Error("format: class-folders"), StringComparison.Ordinal);
    }
}
