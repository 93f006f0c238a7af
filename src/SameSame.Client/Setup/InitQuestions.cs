using SameSame.Evaluation.Configuration;
using Spectre.Console;

namespace SameSame.Client.Setup;

/// <summary>What a setup has to know.</summary>
/// <param name="Models">Folder of models.</param>
/// <param name="Images">Folder of labelled images.</param>
/// <param name="Calibration">Folder of images to calibrate on, or null: some of the labelled ones are set apart.</param>
internal sealed record InitAnswers(string Models, string Images, string? Calibration);

/// <summary>Asks for what no flag says, where somebody can be asked.</summary>
/// <param name="console">Where.</param>
/// <param name="ask">False with <c>--yes</c>, and without a terminal.</param>
internal sealed class InitQuestions(ClientConsole console, bool ask)
{
    private const string Usage = "as in: samesame init --models DIR --images DIR";

    /// <summary>The folders, each there.</summary>
    /// <exception cref="SpecException">A flag is missing and nobody can be asked, or a folder is not there.</exception>
    public InitAnswers Folders(string? models, string? images, string? calibration)
    {
        var asked = ask && (models is null || images is null);
        var found = new InitAnswers(
            Existing("--models", models ?? Ask("--models", "folder of .onnx models", "Folder of the [bold].onnx models[/]?")),
            Existing("--images", images ?? Ask("--images", "folder of labelled images",
                "Folder of the [bold]labelled images[/] to evaluate on?")),
            calibration);
        if (calibration is null && asked)
        {
            const string Other = "Folder of [bold]other images to calibrate on[/]? (empty: some labelled ones are set apart)";
            var answer = console.Progress.Prompt(new TextPrompt<string>(Other).AllowEmpty());
            found = found with { Calibration = answer.Trim() is { Length: > 0 } given ? given : null };
        }

        return found.Calibration is { } other ? found with { Calibration = Existing("--calibration", other) } : found;
    }

    /// <summary>Whether files that are there may be replaced.</summary>
    /// <exception cref="SpecException">They may not.</exception>
    public void Replace(IReadOnlyCollection<string> files)
    {
        if (files.Count == 0)
            return;
        var question = $"{string.Join(", ", files.Select(Path.GetFileName))} exist already. Replace?";
        if (!ask || !console.Progress.Prompt(new ConfirmationPrompt(question) { DefaultValue = false }))
            throw new SpecException($"{string.Join(", ", files)}: {(files.Count == 1 ? "exists" : "exist")} already; --force "
                + $"replaces {(files.Count == 1 ? "it" : "them")}");
    }

    private string Ask(string flag, string what, string question) => ask
        ? console.Progress.Prompt(new TextPrompt<string>(question).Validate(p => Directory.Exists(p) ? ValidationResult.Success()
            : ValidationResult.Error("[red]there is no such folder[/]")))
        : throw new SpecException($"{flag}: name the {what}, {Usage}");

    private static string Existing(string flag, string folder) => Directory.Exists(folder)
        ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) : throw new SpecException(
            $"{flag} {folder}: no such folder");
}
