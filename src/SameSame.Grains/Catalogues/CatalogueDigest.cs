using System.Globalization;
using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;
using SameSame.Evaluation.Configuration;

namespace SameSame.Grains.Catalogues;

/// <summary>
/// What a catalogue and a dataset file stand for at one moment, in sixteen hex digits. A sweep is one of these: a corrected
/// dataset or another checkpoint under the same names begins a new sweep beside the earlier one. Cheap, since it is asked for
/// before anything starts: images and models are not read, cells' keys look at those.
/// </summary>
internal static class CatalogueDigest
{
    /// <summary>The digest.</summary>
    /// <param name="zoo">The catalogue.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="models">Glob over model names: what a sweep leaves out does not make it another.</param>
    public static string Of(ZooFile zoo, DatasetFile dataset, string models)
    {
        var text = new StringBuilder();
        foreach (var model in zoo.Models.Where(m => FileSystemName.MatchesSimpleExpression(models, m.Name, ignoreCase: false)))
        {
            text.Append(
                CultureInfo.InvariantCulture, $"{model.Name}|{model.Sha256 ?? FileOf(zoo.FileOf(model))}|{model.Labels.Offset}|");
            // What a field means to people, whether or not it has a text of its own.
            text.Append(model.InputFor(dataset.Resize).Canonical).Append('\n');
        }

        text.Append(File.ReadAllText(dataset.Path)).Append('\n');
        foreach (var list in new[] { dataset.Evaluation, dataset.Calibration }.OfType<ImageSetSpec>()
            .SelectMany(Lists).Append(dataset.Classes).Append(dataset.Synsets))
        {
            if (!string.IsNullOrEmpty(list))
                text.Append(FileOf(dataset.Resolve(list))).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    private static IEnumerable<string?> Lists(ImageSetSpec set) => [set.List, set.GroundTruth, set.Labels];

    private static string FileOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc:o}") : "missing";
    }
}
