using System.Globalization;
using SameSame.Client.Zoo;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Onnx;

namespace SameSame.Client.Setup;

/// <summary>
/// Verifies what a setup wrote, on a few images: each model is opened, its preprocessing tried, its FP32 run judged.
/// </summary>
/// <param name="zooPath">The catalogue.</param>
/// <param name="dataset">The dataset.</param>
/// <param name="cache">Folder of the pixel cache.</param>
internal sealed class SetupCheck(string zooPath, DatasetFile dataset, string cache)
{
    private const int Images = 200;

    /// <summary>
    /// The entries with the preprocessing that was found by trying, where one does far better than the proposed one.
    /// </summary>
    public IReadOnlyList<EntryDraft> Tried(IReadOnlyList<EntryDraft> entries, CancellationToken cancellation)
    {
        var zoo = ZooFile.Read(zooPath);
        var (opening, probe) = (new ModelOpening(zoo, ClassRange.Of(dataset)),
            new PreprocessingProbe(zoo, dataset, Images, cache));
        return [.. entries.Select((e, i) => opening.Open(zoo.Models[i]).Measurable
            ? Tried(probe, e, zoo.Models[i], cancellation) : e)];
    }

    /// <summary>Checks each model and prints a line for it.</summary>
    /// <returns>How many have something against them.</returns>
    public int Run(ClientConsole console, CancellationToken cancellation)
    {
        var zoo = ZooFile.Read(zooPath);
        var (check, failed) = (new ModelCheck(zoo, dataset, Images, cache), 0);
        foreach (var model in zoo.Models)
        {
            var found = check.Run(model, cancellation);
            console.Output.WriteLine($"{(found.Ok ? "ok  " : "FAIL")}  {model.Name}: {found.Line}");
            failed += found.Ok ? 0 : 1;
        }

        return failed;
    }

    private static EntryDraft Tried(PreprocessingProbe probe, EntryDraft entry, ZooModel model, CancellationToken cancellation)
    {
        try
        {
            var result = probe.Run(model, guess: true, cancellation);
            return result.Better is { } better
                ? entry with { Input = better.Input, Offset = better.Offset, Doubt =
                    string.Create(CultureInfo.InvariantCulture,
                    $"tried: {better.Top1:0} % of {result.Images} images, {result.Written.Top1:0} % as usual") }
                : entry with { Doubt = string.Create(CultureInfo.InvariantCulture,
                    $"tried: {result.Written.Top1:0} % of {result.Images} images; of {result.Tried} usual ones none is better "
                    + $"beyond chance") };
        }
        catch (Exception e) when (e is OnnxFormatException or SpecException or BadImageException)
        {
            // The check that follows says the same, of the entry as it stands.
            return entry;
        }
    }
}
