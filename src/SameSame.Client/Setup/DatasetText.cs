using SameSame.Client.Zoo;

namespace SameSame.Client.Setup;

/// <summary>Writes a dataset file.</summary>
/// <param name="folder">Where it will lie; paths are relative to it.</param>
internal sealed class DatasetText(string folder)
{
    /// <summary>The file, without calibration images where <paramref name="calibration"/> is null.</summary>
    public string Of(string name, ImageLayout evaluation, ImageLayout? calibration, string remark)
    {
        string[] lines =
        [
            $"# Written by 'samesame init'. {remark}", $"name: {name}", $"format: {evaluation.Format}",
                .. evaluation.Fields.Concat(evaluation.Shared).Select(Line),
            .. calibration is null ? Array.Empty<string>() : ["calibration:", .. calibration.Fields.Select(f => "  " + Line(f)),
                .. Other(evaluation, calibration)],
        ];
        return string.Join('\n', lines) + "\n";
    }

    private static string[] Other(ImageLayout evaluation, ImageLayout calibration) => calibration.Format == evaluation.Format
        ? [] : [$"  format: {calibration.Format}"];

    private string Line((string Name, string Path) field) =>
        $"{field.Name}: {YamlText.Of(Path.GetRelativePath(folder, field.Path).Replace('\\', '/'))}";
}
