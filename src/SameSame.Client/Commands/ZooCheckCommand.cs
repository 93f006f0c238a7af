using System.CommandLine;
using SameSame.Client.Models;
using SameSame.Client.Parsing;
using SameSame.Client.Zoo;
using SameSame.Evaluation.Configuration;

namespace SameSame.Client.Commands;

/// <summary><c>samesame zoo check DIR</c>.</summary>
internal static class ZooCheckCommand
{
    private static readonly Argument<string> Folder = new("dir") { Description = "Folder with a zoo.yaml, or the file." };
    private static readonly Option<string?> Dataset = new("--dataset") { Description =
        "Dataset file; by default the dataset.yaml beside the catalogue or one level up." };
    private static readonly Option<int?> Images = new("--images") { Description =
        "This many images of a fixed permutation; all by default." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON instead of lines." };
    private static readonly Option<string> Data = new("--data") { Description = "Folder of the pixel cache.",
        DefaultValueFactory = _ => ".samesame" };
    private static readonly Option<bool> Write = new("--write-reference") { Description =
        "Write what was measured into the catalogue, for models without a reference for this dataset and with nothing against "
        + "them." };
    private static readonly Option<bool> Labels = new("--labels") { Description =
        $"Also try the usual preprocessings and label offsets, on {PreprocessingProbe.DefaultImages} images or as many as "
        + $"--images says." };

    public static Command Create(ClientConsole console)
    {
        var command = new Command("check",
            "Verify a catalogue: every model opened, hashes, shapes, and FP32 accuracy against its references.")
            { Folder, Dataset, Images, Data, Write, Labels, Json };
        Images.Must(Check.Positive);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(console, parsed, cancellation)));
        return command;
    }

    private static int Run(ClientConsole console, ParseResult parsed, CancellationToken cancellation)
    {
        var report = new CheckReport(console, parsed.GetValue(Json));
        var zoo = ZooFile.Read(parsed.GetValue(Folder)!);
        var path = parsed.GetValue(Dataset) ?? NearDataset.Of(zoo.Path);
        var (dataset, cache) = (path is null ? null : DatasetFile.Read(path), Path.Combine(parsed.GetValue(Data)!, "cache"));
        if (dataset is not null)
            report.Dataset(dataset.Name, DatasetSummary.Of(dataset));
        var check = new ModelCheck(zoo, dataset, parsed.GetValue(Images), cache);
        var probe = !parsed.GetValue(Labels) ? null : dataset is not null
            ? new PreprocessingProbe(zoo, dataset, parsed.GetValue(Images), cache)
            : throw new SpecException("--labels: needs labelled images; name a dataset with --dataset FILE");
        var (failed, measurable) = (0, 0);
        foreach (var model in zoo.Models)
        {
            var found = check.Run(model, cancellation);
            report.Model(model.Name, found);
            var probed = probe is null || !found.Measurable || Probe(report, probe, model, cancellation);
            failed += found.Ok && probed ? 0 : 1;
            measurable += found.Measurable ? 1 : 0;
            if (parsed.GetValue(Write) && probed && found.Top1 is { } top1)
                WriteReference(report, parsed, zoo, dataset!, model, top1);
        }

        if (!parsed.GetValue(Json))
            console.Say($"{measurable} of {zoo.Models.Count} models can be "
                + $"measured{(failed > 0 ? $", {failed} have something against them" : "")}");
        return report.End(zoo.Path);
    }

    // False where something does far better than what is written.
    private static bool Probe(CheckReport report, PreprocessingProbe probe, ZooModel model, CancellationToken cancellation)
    {
        var result = probe.Run(model, guess: false, cancellation);
        report.Labels(result.Better is null, result.Text);
        return result.Better is null;
    }

    private static void WriteReference(CheckReport report, ParseResult parsed, ZooFile zoo, DatasetFile dataset,
        ZooModel model, double top1)
    {
        // Of some images a reference would be narrower than they can tell.
        if (parsed.GetValue(Images) is not null)
            throw new SpecException("--write-reference: needs all images; leave --images out");
        File.WriteAllText(zoo.Path, ReferenceLine.Add(File.ReadAllText(zoo.Path), zoo.Path, model.Name, dataset.Name, top1));
        report.Written(zoo.Path);
    }
}
