using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Datasets;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_come_in_the_lists_order_with_its_labels()
    {
        var source = ImageFolderSource.Open(Pictures.Dataset(_folder, 4), _folder["images"]);
        Assert.Equal(["0.png", "1.png", "2.png", "3.png"], source.Files.Select(Path.GetFileName));
        Assert.Equal([0, 1, 2, 0], Enumerable.Range(0, 4).Select(source.Label));
    }

    [Theory]
    [InlineData("missing.png 0\n", ":1: ", "does not exist")]
    [InlineData("0.png 0\n0.png\n", ":2: ", "expected '<path> <class index>'")]
    [InlineData("0.png cat\n", ":1: ", "expected '<path> <class index>'")]
    [InlineData("../list.txt 0\n", ":1: ", "lies outside")]
    [InlineData("\n", ": ", "the list is empty")]
    public void A_list_that_cannot_be_used_is_named_with_its_line(string text, string place, string reason)
    {
        Pictures.Dataset(_folder, 1);
        var list = _folder.Write("bad.txt", text);
        var message = Assert.Throws<SpecException>(() => ImageFolderSource.Open(list, _folder["images"])).Message;
        Assert.StartsWith(list + place, message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_datasets_hash_follows_contents_labels_and_order_and_nothing_else()
    {
        string Hash(string cache) => DatasetHash.Of(ImageFolderSource.Open(_folder["list.txt"], _folder["images"]), _folder["images"], _folder[cache]);
        Pictures.Dataset(_folder, 3);
        var hash = Hash("a");
        Assert.Equal(hash, Hash("a"));
        File.SetLastWriteTimeUtc(_folder["images/0.png"], DateTime.UtcNow.AddHours(-1));
        Assert.Equal(hash, Hash("b"));
        File.WriteAllText(_folder["list.txt"], "0.png 0\n1.png 1\n2.png 0\n");
        var relabelled = Hash("a");
        Pictures.Write(_folder, "images/1.png", 20, 20, seed: 99);
        Assert.Equal(3, new[] { hash, relabelled, Hash("a") }.Distinct().Count());
    }

    [Fact]
    public void A_file_that_is_gone_by_the_time_of_the_hash_is_named()
    {
        var source = ImageFolderSource.Open(Pictures.Dataset(_folder, 3), _folder["images"]);
        File.Delete(_folder["images/1.png"]);
        Assert.StartsWith($"{_folder["images/1.png"]}: cannot be read", Assert.Throws<SpecException>(() => DatasetHash.Of(source, _folder["images"], _folder["a"])).Message, StringComparison.Ordinal);
    }
}
