using System.CommandLine;
using SameSame.Client.Zoo;
using SameSame.Evaluation.Configuration;

namespace SameSame.Client.Commands;

/// <summary><c>samesame zoo init DIR</c> and <c>samesame zoo check DIR</c>.</summary>
internal static class ZooCommand
{
    public static Command Create(ClientConsole console) => new("zoo", "Write or verify a catalogue.") { Init(console), ZooCheckCommand.Create(console) };

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
            await File.WriteAllTextAsync(target, draft.Text, cancellation).ConfigureAwait(false);
            await console.Output.WriteLineAsync($"{target}: {draft.Models} models; check the lines marked UNVERIFIED, then run 'samesame zoo check {parsed.GetValue(folder)}'").ConfigureAwait(false);
            return draft.Problems.Count == 0 ? ExitCodes.Done : ExitCodes.SomeFailed;
        });
        return command;
    }
}
