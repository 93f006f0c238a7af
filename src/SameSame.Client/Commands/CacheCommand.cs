using System.CommandLine;
using System.Globalization;
using SameSame.Client.Parsing;
using SameSame.Evaluation.Preprocessing;

namespace SameSame.Client.Commands;

/// <summary><c>samesame cache list|clear</c>: the decoded pixels and hashes that a machine keeps.</summary>
internal static class CacheCommand
{
    public static Command Create(ClientConsole console) => new("cache", "The decoded images this machine keeps.")
    {
        Create("list", "What lies in the cache, the greatest first.", folder =>
        {
            var entries = CacheFolder.List(folder);
            foreach (var entry in entries)
                console.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Size(entry.Bytes),10}  {entry.Written:yyyy-MM-dd HH:mm}  {Path.GetFileName(entry.Path)}  {entry.What}"));
            console.Say($"{folder}: {entries.Count} files, {Size(entries.Sum(e => e.Bytes))}");
        }),
        Create("clear", "Delete it; the next sweep decodes again.", folder =>
        {
            var count = CacheFolder.List(folder).Count;
            console.Say($"{folder}: {count} files deleted, {Size(CacheFolder.Clear(folder))} freed");
        }),
    };

    private static Command Create(string name, string description, Action<string> run)
    {
        var data = new Option<string>("--data")
            { Description = "Folder of the local instance.", DefaultValueFactory = _ => ".samesame" }
            .Must(Check.IsFolder);
        var folder = new Option<string?>("--folder")
            { Description = "The cache folder itself, where a silo's settings put it elsewhere." }
            .Must(Check.IsFolder);
        var command = new Command(name, description) { data, folder };
        command.SetAction(parsed =>
        {
            run(parsed.GetValue(folder) ?? Path.Combine(parsed.GetValue(data)!, "cache"));
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Size(long bytes) => bytes < 1 << 20
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):0.0} MB");
}
