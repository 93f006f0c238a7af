using System.CommandLine;
using SameSame.Client.Schemas;
using SameSame.Evaluation.Configuration;
using SameSame.Quantization;

namespace SameSame.Client.Commands;

/// <summary><c>samesame schema zoo|dataset|sweep</c>: the JSON schema of a YAML file, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create(ClientConsole console)
    {
        var file = new Argument<string>("file") { Description = string.Join(", ", YamlSchema.Files.Keys) };
        file.CompletionSources.Add([.. YamlSchema.Files.Keys]);
        var command = new Command("schema", "Print the JSON schema of a YAML file; editors complete and check by it.") { file };
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(file)!;
            if (!YamlSchema.Files.ContainsKey(wanted))
                throw new SpecException(Suggestion.Unknown("file", wanted, YamlSchema.Files.Keys));
            console.Output.WriteLine(YamlSchema.Text(wanted));
            return ExitCodes.Done;
        });
        return command;
    }
}
