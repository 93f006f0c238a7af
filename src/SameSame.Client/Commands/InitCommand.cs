using System.CommandLine;
using SameSame.Client.Setup;
using SameSame.Client.Zoo;
using SameSame.Evaluation.Configuration;

namespace SameSame.Client.Commands;

/// <summary><c>samesame init</c>: the three files of a sweep, for a folder of models and a folder of labelled images.</summary>
internal static class InitCommand
{
    private static readonly Argument<string> Folder = new("folder") { Description =
        "Where to write zoo.yaml, dataset.yaml and sweep.yaml.", DefaultValueFactory = _ => "." };
    private static readonly Option<string?> Models = new("--models") { Description = "Folder of .onnx models." };
    private static readonly Option<string?> Images = new("--images") { Description =
        "Folder of labelled images: class folders, a list beside them, ImageNet's ground truth, MNIST's idx files." };
    private static readonly Option<string?> Calibration = new("--calibration") { Description =
        "Folder of other images to calibrate on, labelled or not; without it some of the images are set apart." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Ask nothing." };
    private static readonly Option<bool> Force = new("--force") { Description = "Replace files that are there." };
    private static readonly Option<string> Data = new("--data") { Description = "Folder of the pixel cache.",
        DefaultValueFactory = _ => ".samesame" };

    public static Command Create(ClientConsole console)
    {
        const string About = "Write and verify zoo.yaml, dataset.yaml and sweep.yaml for a folder of models and one of images.";
        var command = new Command("init", About) { Folder, Models, Images, Calibration, Yes, Force, Data };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(console, parsed, cancellation)));
        return command;
    }

    private static int Run(ClientConsole console, ParseResult parsed, CancellationToken cancellation)
    {
        var questions = new InitQuestions(console, console.CanAsk && !parsed.GetValue(Yes));
        var answers = questions.Folders(parsed.GetValue(Models), parsed.GetValue(Images), parsed.GetValue(Calibration));
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetValue(Folder)!));
        Directory.CreateDirectory(folder);
        var name = CatalogueDraft.Clean(Path.GetFileName(folder) is { Length: > 0 } own ? own : "zoo");
        var draft = new CatalogueDraft(folder, []);
        foreach (var path in CatalogueDraft.Files(answers.Models))
            draft.Add(path);
        foreach (var problem in draft.Problems)
            console.Say($"left out: {problem}");
        if (draft.Entries.Count == 0)
            throw new SpecException($"{answers.Models}: no usable .onnx file in it");

        var images = DatasetDraft.Of(folder, name, answers.Images, answers.Calibration);
        var (zoo, sweep) = (Path.Combine(folder, "zoo.yaml"), Path.Combine(folder, SweepText.FileName));
        var files = images.Files.ToDictionary(f => Path.Combine(folder, f.Key), f => f.Value);
        files[zoo] = CatalogueText.Of(draft.Entries);
        files[sweep] = SweepText.Of(name, images.Evaluation, images.Calibration);
        if (!parsed.GetValue(Force))
            questions.Replace([.. files.Keys.Where(File.Exists).Order(StringComparer.Ordinal)]);
        foreach (var (path, text) in files)
            File.WriteAllText(path, text);

        var dataset = DatasetFile.Read(Path.Combine(folder, DatasetDraft.FileName));
        console.Output.WriteLine($"      {dataset.Name}: {DatasetSummary.Of(dataset)}; {images.Summary}");
        console.Say($"{draft.Entries.Count} models are tried on a few images");
        var check = new SetupCheck(zoo, dataset, Path.Combine(parsed.GetValue(Data)!, "cache"));
        File.WriteAllText(zoo, CatalogueText.Of(check.Tried(draft.Entries, cancellation)));
        var failed = check.Run(console, cancellation);
        var names = files.Keys.Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal);
        console.Output.WriteLine($"      written: {string.Join(", ", names)} in {folder}");
        if (failed > 0)
            console.Say($"{failed} of {draft.Entries.Count} models have something against them: correct {zoo}, or take them "
                + $"out, and run 'samesame zoo check {folder} --labels'");
        console.Output.WriteLine($"next: samesame sweep run {Path.GetRelativePath(Directory.GetCurrentDirectory(), sweep)}");
        return failed + draft.Problems.Count == 0 ? ExitCodes.Done : ExitCodes.SomeFailed;
    }
}
