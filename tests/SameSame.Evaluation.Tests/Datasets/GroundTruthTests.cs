namespace SameSame.Evaluation.Tests.Datasets;

public sealed class GroundTruthTests : IDisposable
{
    private const string Devkit = "format: imagenet-devkit\ngroundTruth: truth.txt\nsynsets: synsets.txt";
    private readonly IlsvrcFolder _folder = new IlsvrcFolder().Flat(4);

    public GroundTruthTests()
    {
        _folder.Write("truth.txt", "1\n3\n2\n1\n\n");
        _folder.Write("synsets.txt", IlsvrcFolder.Synsets);
        _folder.Image("readme.txt");
        _folder.Image("montage.png");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Numbers_of_the_kit_become_places_among_the_sorted_wnids() => Assert.Equal(
        ["ILSVRC2012_val_00000001.JPEG 2", "ILSVRC2012_val_00000002.JPEG 1", "ILSVRC2012_val_00000003.JPEG 0", "ILSVRC2012_val_00000004.JPEG 2"], _folder.Content(Devkit));

    [Fact]
    public void Or_places_in_the_class_order_that_the_dataset_states()
    {
        _folder.Write("classes.txt", "background\nn00000020\nn00000010\nn00000030\n");
        Assert.Equal(["1 3", "2 1", "3 2", "4 3"], _folder.Content($"{Devkit}\nclasses: classes.txt").Select(c => $"{c[22]} {c[^1]}"));
    }

    [Fact]
    public void Without_the_kits_order_nothing_is_assumed()
    {
        var message = _folder.Error("format: imagenet-devkit\ngroundTruth: truth.txt\nclasses: synsets.txt");
        Assert.StartsWith($"{_folder["dataset.yaml"]}: synsets is needed for format imagenet-devkit: a text file with the wnid of ILSVRC2012_ID i on line i.", message, StringComparison.Ordinal);
        Assert.Contains("meta.mat", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sorted_list_is_not_taken_for_the_kits_order()
    {
        _folder.Write("synsets.txt", string.Concat(Enumerable.Range(1, 11).Select(i => $"n{i:D8}\n")));
        Assert.Contains("synsets.txt: synsets: the wnids are sorted, which is the models' order", _folder.Error(Devkit), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("synsets.txt", "MATLAB 5.0 MAT-file, Platform: GLNXA64", "synsets.txt: MATLAB's format is not read; write the order as text")]
    [InlineData("synsets.txt", "1 n00000030\n2 n00000010\n", "synsets.txt: a line begins with '1', which is no wnid")]
    [InlineData("classes.txt", "n00000010\nn00000020\n", "synsets.txt: 'n00000030', ILSVRC2012_ID 1, is none of the 2 classes of")]
    [InlineData("truth.txt", "1\n3\n2\n", "truth.txt: it ends at line 3, and there is")]
    [InlineData("truth.txt", "1\n3\n2\n1\n1\n", "truth.txt:5: image 5 is missing: 5 lines and 4 images in")]
    [InlineData("truth.txt", "1\n3\n4\n1\n", "truth.txt:3: ILSVRC2012_ID 4 is out of range:")]
    [InlineData("truth.txt", "1\n0\n1\n1\n", "truth.txt:2: ILSVRC2012_ID 0 is out of range:")]
    [InlineData("truth.txt", "1\n\n2\n1\n1\n", "truth.txt:2: expected an ILSVRC2012_ID, found ''")]
    [InlineData("truth.txt", "1\nn00000010\n2\n1\n", "truth.txt:2: expected an ILSVRC2012_ID, found 'n00000010'")]
    [InlineData("truth.txt", "\n", "truth.txt: the file is empty")]
    [InlineData("images/ILSVRC2012_val_00000003.png", "", "ILSVRC2012_val_00000003.JPEG has the same number; keep one of them")]
    [InlineData("images/ILSVRC2012_val_00000000.JPEG", "", "ILSVRC2012_val_00000000.JPEG; 5 images need as many lines")]
    public void What_does_not_fit_together_is_one_line_with_file_and_line(string file, string text, string expected)
    {
        _folder.Write(file, text);
        Assert.Contains(expected, _folder.Error(file == "classes.txt" ? $"{Devkit}\nclasses: classes.txt" : Devkit), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_image_is_named_by_its_line()
    {
        File.Delete(_folder["images/ILSVRC2012_val_00000002.JPEG"]);
        Assert.Contains("truth.txt:2: image 2 is missing: 4 lines and 3 images in", _folder.Error(Devkit), StringComparison.Ordinal);
        Directory.Delete(_folder["images"], recursive: true);
        Assert.Contains("no such folder of images", _folder.Error(Devkit), StringComparison.Ordinal);
        _folder.Image("n00000010/a.JPEG");
        Assert.Contains("images in class folders are read by format class-folders", _folder.Error(Devkit), StringComparison.Ordinal);
    }
}
