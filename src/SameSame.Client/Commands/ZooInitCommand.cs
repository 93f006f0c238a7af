using System.CommandLine;
using SameSame.Client.Files;
using SameSame.Client.Zoo;
using SameSame.Evaluation.Configuration;

namespace SameSame.Client.Commands;

/// <summary><c>samesame zoo init DIR</c>: a first catalogue, or what a catalogue lacks.</summary>
internal static class ZooInitCommand
{
    public static Command Create(ClientConsole console)
    {
        var folder = new Argument<string>("dir") { Description = "Folder of .onnx files." };
        var force = new Option<bool>("--force") { Description =
            "Replace a zoo.yaml that is there, with all that was written in it." };
        var command = new Command("init",
            "Write a zoo.yaml for a folder of models: hashes, shapes, proposed preprocessing. To one that is there, models "
            + "that it lacks are added.") { folder, force };
        command.SetAction(async (parsed, cancellation) =>
        {
            var root = Path.GetFullPath(parsed.GetValue(folder)!);
            if (!Directory.Exists(root))
                throw new SpecException($"{root}: no such folder");
            var target = Path.Combine(root, "zoo.yaml");
            var zoo = File.Exists(target) && !parsed.GetValue(force) ? ZooFile.Read(target) : null;
            var draft = new CatalogueDraft(root, zoo?.Models.Select(m => m.Name) ?? []);
            var known = zoo?.Models.Select(zoo.FileOf).ToHashSet(StringComparer.Ordinal) ?? [];
            foreach (var path in CatalogueDraft.Files(root).Where(p => !known.Contains(p)))
                draft.Add(path);
            foreach (var problem in draft.Problems)
                console.Say($"left out: {problem}");
            var then = $"check the lines marked UNVERIFIED, then run 'samesame zoo check {parsed.GetValue(folder)}'";
            if (zoo is not null)
                await console.Output.WriteLineAsync(Add(console, zoo, draft, then)).ConfigureAwait(false);
            else if (draft.Entries.Count == 0)
                throw new SpecException($"{root}: no usable .onnx file in it");
            else
            {
                await OutputFile.WriteAsync(target, CatalogueText.Of(draft.Entries), cancellation).ConfigureAwait(false);
                await console.Output.WriteLineAsync($"{target}: {draft.Entries.Count} models; {then}").ConfigureAwait(false);
            }

            return draft.Problems.Count == 0 ? ExitCodes.Done : ExitCodes.SomeFailed;
        });
        return command;
    }

    private static string Add(ClientConsole console, ZooFile zoo, CatalogueDraft draft, string then)
    {
        var gone = zoo.Models.Where(m => !File.Exists(zoo.FileOf(m))).ToList();
        foreach (var model in gone)
        {
            // A file that was moved or renamed is no new model.
            var moved = draft.Entries.Find(e => string.Equals(e.Sha256, model.Sha256, StringComparison.OrdinalIgnoreCase));
            var fix = moved is null ? "restore it, or take the entry out"
                : $"{moved.File} is the same file: write file: {YamlText.Of(moved.File)}";
            console.Say($"missing: {model.Name}: {zoo.FileOf(model)}; {fix}");
            if (moved is not null)
                draft.Entries.Remove(moved);
        }

        var there = $"{zoo.Models.Count} were there and stay as they are";
        if (draft.Entries.Count == 0)
            return $"{zoo.Path}: nothing to add; {there}";
        CatalogueText.Append(zoo, draft.Entries);
        return $"{zoo.Path}: {draft.Entries.Count} models added: {string.Join(", ", draft.Entries.Select(e => e.Name))}; "
            + $"{there}; {then}";
    }
}
