using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using SameSame.Client.Files;
using SameSame.Client.Parsing;
using SameSame.Client.Sweeps;
using SameSame.Contracts.Artifacts;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Access;

namespace SameSame.Client.Commands;

/// <summary><c>samesame artifacts get HASH -o FILE</c>.</summary>
internal static class ArtifactsGetCommand
{
    public static Command Create(ClientConsole console)
    {
        var hash = new Argument<string>("hash") { Description = "SHA-256 of the artifact, as a sweep's JSON names it ('factors', 'statistics', 'biasShifts')." };
        var output = new Option<string>("--output", "-o") { Description = "File to write.", Required = true }
            .Must(Check.CanBeWritten);
        var session = new SessionOptions();
        var command = new Command("get", "Copy one artifact to a file.") { hash, output };
        session.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (wanted, target) = (parsed.GetValue(hash)!.ToLowerInvariant(), parsed.GetValue(output)!);
            if (wanted.Length != 64 || !wanted.All(char.IsAsciiHexDigit))
                throw new SpecException($"'{wanted}': expected an artifact's hash, 64 hexadecimal digits");
            return await session.RunAsync(parsed, startWork: false, async (cluster, _, stop) =>
            {
                var grain = cluster.Grains.GetGrain<IArtifactGrain>(wanted);
                var bytes = await Download.ReadAsync(async offset => await grain.ReadAsync(offset).ConfigureAwait(false), stop).ConfigureAwait(false);
                if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != wanted)
                    throw new SpecException($"artifact {wanted}: what arrived does not have that hash; run the command again");
                await OutputFile.WriteAsync(target, bytes, stop).ConfigureAwait(false);
                console.Say(string.Create(CultureInfo.InvariantCulture, $"{target}: {bytes.Length} bytes"));
                return ExitCodes.Done;
            }, cancellation).ConfigureAwait(false);
        });
        return command;
    }
}
