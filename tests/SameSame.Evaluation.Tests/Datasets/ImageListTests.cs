using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;

namespace SameSame.Evaluation.Tests.Datasets;

public sealed class ImageListTests : IDisposable
{
    private const string List = "format: imagenet-list\nlist: val_map.txt";
    private readonly IlsvrcFolder _folder = new IlsvrcFolder().Flat(3);

    public ImageListTests() => _folder.Write("classes.txt", IlsvrcFolder.Classes);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ILSVRC2012_val_00000002.JPEG 2\r\nILSVRC2012_val_00000001.JPEG 0\r\n")]
    [InlineData("ILSVRC2012_val_00000002.JPEG\tn00000030\n\nILSVRC2012_val_00000001.JPEG\tn00000010")]
    public void Labels_are_class_indices_or_wnids_and_images_come_in_the_lists_order(string text)
    {
        _folder.Write("val_map.txt", text);
        Assert.Equal(["ILSVRC2012_val_00000002.JPEG 2", "ILSVRC2012_val_00000001.JPEG 0"], _folder.Content($"{List}\nclasses: classes.txt"));
    }

    [Fact]
    public void The_kits_synsets_serve_as_well_and_mean_the_sorted_order()
    {
        _folder.Write("val_map.txt", "ILSVRC2012_val_00000003.JPEG n00000020\n");
        _folder.Write("synsets.txt", IlsvrcFolder.Synsets);
        Assert.Equal(["ILSVRC2012_val_00000003.JPEG 1"], _folder.Content($"{List}\nsynsets: synsets.txt"));
    }

    [Theory]
    [InlineData("ILSVRC2012_val_00000001.JPEG 3", "val_map.txt:1: class index 3 is out of range:")]
    [InlineData("ILSVRC2012_val_00000001.JPEG -1", "val_map.txt:1: expected '<path> <class index or wnid>', found")]
    [InlineData("ILSVRC2012_val_00000001.JPEG n00000040", "val_map.txt:1: 'n00000040' is none of the 3 classes of")]
    [InlineData("ILSVRC2012_val_00000001.JPEG 0\nILSVRC2012_val_00000001.JPEG 1", "val_map.txt:2: 'ILSVRC2012_val_00000001.JPEG' stands on line 1 already")]
    [InlineData("ILSVRC2012_val_00000001.JPEG 0\n\nILSVRC2012_val_00000009.JPEG 1", "val_map.txt:3: ")]
    public void A_list_that_cannot_be_used_is_named_with_its_line(string text, string expected)
    {
        _folder.Write("val_map.txt", text);
        Assert.Contains(expected, _folder.Error($"{List}\nclasses: classes.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wnid_needs_an_order()
    {
        _folder.Write("val_map.txt", "ILSVRC2012_val_00000001.JPEG n00000010\n");
        Assert.Contains("val_map.txt:1: 'n00000010' is a wnid, and the dataset does not say which index it has; add classes:", _folder.Error(List), StringComparison.Ordinal);
    }

    // Enough files for a folder to be listed instead of looked into, file by file.
    [Fact]
    public void The_first_missing_file_is_named_however_many_there_are()
    {
        _folder.Flat(100);
        _folder.Write("val_map.txt", string.Concat(Enumerable.Range(1, 100).Select(i => $"ILSVRC2012_val_{i:D8}.JPEG 0\n")));
        Assert.Equal(100, _folder.Open(List).Count);
        File.Delete(_folder["images/ILSVRC2012_val_00000077.JPEG"]);
        File.Delete(_folder["images/ILSVRC2012_val_00000055.JPEG"]);
        Assert.Contains("val_map.txt:55: ", _folder.Error(List), StringComparison.Ordinal);
    }

    [Fact]
    public void Calibration_images_may_lie_in_another_layout()
    {
        _folder.Write("val_map.txt", "ILSVRC2012_val_00000001.JPEG 0\n");
        _folder.Write("train/n00000030/a.JPEG", "");
        var dataset = DatasetFile.Read(_folder.Write("dataset.yaml", $"name: d\nroot: images\n{List}\nclasses: classes.txt\ncalibration: {{ format: class-folders, root: train }}\n"));
        Assert.Equal(2, ImageSources.Open(dataset, dataset.Calibration!).Label(0));
        _folder.Write("dataset.yaml", $"name: d\nroot: images\n{List}\ncalibration: {{ format: class-folder, root: train }}\n");
        Assert.Contains("calibration.format: unknown dataset format 'class-folder': did you mean class-folders?", Assert.Throws<SpecException>(() => DatasetFile.Read(_folder["dataset.yaml"])).Message, StringComparison.Ordinal);
    }
}
