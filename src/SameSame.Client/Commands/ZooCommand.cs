using System.CommandLine;
using SameSame.Client.Files;
using SameSame.Client.Parsing;
using SameSame.Client.Zoo;
using SameSame.Evaluation.Configuration;

namespace SameSame.Client.Commands;

/// <summary><c>samesame zoo init DIR</c> and <c>samesame zoo check DIR</c>.</summary>
internal static class ZooCommand
{
    public static Command Create(ClientConsole console) => new("zoo", "Write or verify a catalogue.") { Init(console), Check(console) };

    private static Command Init(ClientConsole console)
    {
        var folder = new Argument<string>("dir") { Description = "Folder of .onnx files." };
        var force = new Option<bool>("--force") { Description = "Replace a zoo.yaml that is there." };
        var command = new Command("init", "Write a zoo.yaml for a folder of models: hashes, shapes, proposed preprocessing.") { folder, force };
        command.SetAction(async (parsed, cancellation) =>
        {
            var root = Path.GetFullPath(parsed.GetValue(folder)!);
            if (!Directory.Exists(root))
                throw new SpecException($"{root}: no such folder");
            var target = Path.Combine(root, "zoo.yaml");
            if (File.Exists(target) && !parsed.GetValue(force))
                throw new SpecException($"{target}: exists already; --force replaces it");
            var draft = new CatalogueDraft();
            foreach (var path in Directory.EnumerateFiles(root, "*.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                draft.Add(path, root);
            foreach (var problem in draft.Problems)
                console.Say($"left out: {problem}");
            if (draft.Models == 0)
                throw new SpecException($"{root}: no usable .onnx file in it");
            await OutputFile.WriteAsync(target, draft.Text, cancellation).ConfigureAwait(false);
            await console.Output.WriteLineAsync($"{target}: {draft.Models} models; check the lines marked UNVERIFIED, then run 'samesame zoo check {parsed.GetValue(folder)}'").ConfigureAwait(false);
            return draft.Problems.Count == 0 ? ExitCodes.Done : ExitCodes.SomeFailed;
        });
        return command;
    }

    private static Command Check(ClientConsole console)
    {
        var folder = new Argument<string>("dir") { Description = "Folder with a zoo.yaml, or the file." };
        var dataset = new Option<string?>("--dataset") { Description = "Dataset file; by default the dataset.yaml beside the catalogue." };
        var count = new Option<int?>("--images") { Description = "This many images of a fixed permutation; all by default." }
            .Must(Parsing.Check.Positive);
        var data = new Option<string>("--data") { Description = "Folder of the pixel cache.", DefaultValueFactory = _ => ".samesame" };
        var write = new Option<bool>("--write-reference") { Description = "Write what was measured into the catalogue, for models without a reference for this dataset and with nothing against them." };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of lines." };
        var command = new Command("check",
            "Verify a catalogue: hashes, shapes, and FP32 accuracy against its references.") { folder, dataset, count, data,
            write, json };
        command.SetAction((parsed, cancellation) =>
        {
            var report = new CheckReport(console, parsed.GetValue(json));
            var zoo = ZooFile.Read(parsed.GetValue(folder)!);
            var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(zoo.Path))!, "dataset.yaml");
            var path = parsed.GetValue(dataset) ?? (File.Exists(beside) ? beside : null);
            var images = path is null ? null : DatasetFile.Read(path);
            if (images is not null)
                report.Dataset(images.Name, DatasetSummary.Of(images));
            var check = new ModelCheck(zoo, images, parsed.GetValue(count), Path.Combine(parsed.GetValue(data)!, "cache"));
            foreach (var model in zoo.Models)
            {
                var found = check.Run(model, cancellation);
                report.Model(model.Name, found);
                if (!parsed.GetValue(write) || found.Top1 is not { } top1)
                    continue;
                // Of some images a reference would be narrower than they can tell.
                if (parsed.GetValue(count) is not null)
                    throw new SpecException("--write-reference: needs all images; leave --images out");
                File.WriteAllText(zoo.Path, ReferenceLine.Add(File.ReadAllText(zoo.Path), zoo.Path, model.Name, check.Dataset!, top1));
                report.Written(zoo.Path);
            }

            return Task.FromResult(report.End(zoo.Path));
        });
        return command;
    }
}
