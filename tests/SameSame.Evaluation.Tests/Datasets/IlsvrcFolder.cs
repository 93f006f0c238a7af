using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Datasets;

/// <summary>Small image sets in the layouts in which people keep ILSVRC2012: three classes whose order in the development kit is 2, 0, 1 of the sorted one.</summary>
internal sealed class IlsvrcFolder : IDisposable
{
    public const string Synsets = "n00000030 third, with words\nn00000010 first\nn00000020\n";

    public const string Classes = "n00000010 first\nn00000020 second\nn00000030 third\n";

    private readonly TemporaryFolder _folder = new();

    public string this[string name] => _folder[name];

    public void Dispose() => _folder.Dispose();

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>An image; its content does not matter where nothing is decoded.</summary>
    public void Image(string name) => Write($"images/{name}", name);

    /// <summary>Images 1 to <paramref name="count"/> of the flat layout.</summary>
    public IlsvrcFolder Flat(int count)
    {
        for (var i = 1; i <= count; i++)
            Image($"ILSVRC2012_val_{i:D8}.JPEG");
        return this;
    }

    /// <summary>Opens the evaluation images of a dataset file with these lines, <c>name</c> and <c>root</c> aside.</summary>
    public IImageSource Open(string lines)
    {
        var dataset = DatasetFile.Read(Write("dataset.yaml", $"name: d\nroot: images\n{lines}\n"));
        return ImageSources.Open(dataset, dataset.Evaluation);
    }

    /// <summary>File name and label of each image.</summary>
    public IEnumerable<string> Content(string lines)
    {
        var source = Open(lines);
        return Enumerable.Range(0, source.Count).Select(i => $"{Path.GetRelativePath(_folder["images"], source.Files[i])} {source.Label(i)}").ToList();
    }

    /// <summary>The one line with which opening fails.</summary>
    public string Error(string lines)
    {
        var message = Assert.Throws<SpecException>(() => Open(lines)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
