using System.CommandLine;
using System.Globalization;
using SameSame.Client.Parsing;
using SameSame.Contracts.Keys;
using SameSame.Dashboard.Security;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Access;
using SameSame.Reporting;

namespace SameSame.Client.Commands;

/// <summary><c>samesame key create|list|revoke</c>: the keys that open the dashboard and the HTTP interface of a
/// cluster.</summary>
internal static class KeyCommand
{
    private static readonly ReportColumn[] Columns = [new("id"), new("name"), new("role"), new("created"), new("revoked")];

    public static Command Create(ClientConsole console) =>
        new("key", "Keys that open the dashboard and the HTTP interface.") { CreateKey(console), List(console), Revoke(console) };

    private static Command CreateKey(ClientConsole console)
    {
        var name = new Argument<string>("name") { Description = "Who has it, for people." }.Must(Check.IsName);
        var role = new Option<string>("--role")
            { Description = "viewer looks, operator also starts, stops and deletes.", DefaultValueFactory = _ => "viewer" };
        role.AcceptOnlyFromAmong("viewer", "operator");
        var session = new SessionOptions();
        var command = new Command("create", "Make a key and print it, once: only its hash is stored.") { name, role };
        session.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            // Made once: an answer that is lost is asked for again with the same key.
            var (key, text) = ApiKeyText.Create(
                parsed.GetValue(name)!, Enum.Parse<ApiRole>(parsed.GetValue(role)!, ignoreCase: true), DateTimeOffset.UtcNow);
            return session.RunAsync(parsed, startWork: false, async (cluster, _, stop) =>
            {
                await Patience.CallAsync(
                    () => cluster.Grains.GetGrain<IApiKeysGrain>(IApiKeysGrain.Key).AddAsync(key), stop).ConfigureAwait(false);
                await console.Output.WriteLineAsync(text).ConfigureAwait(false);
                console.Say(
                    $"key {key.Id} of {key.Name}, {key.Role.ToString().ToLowerInvariant()}: it is not shown again; 'samesame key revoke {key.Id}' ends it");
                return ExitCodes.Done;
            }, cancellation);
        });
        return command;
    }

    private static Command List(ClientConsole console)
    {
        var session = new SessionOptions();
        var command = new Command("list", "All keys, without their secrets.");
        session.AddTo(command);
        command.SetAction((parsed, cancellation) => session.RunAsync(parsed, startWork: false, async (cluster, _, stop) =>
        {
            var keys = await Patience.CallAsync(
                () => cluster.Grains.GetGrain<IApiKeysGrain>(IApiKeysGrain.Key).ListAsync(), stop).ConfigureAwait(false);
            console.Write(new ReportTable(
                Columns,
                [.. keys.Select(k => new[]
                    { k.Id, k.Name, k.Role.ToString().ToLowerInvariant(), Time(k.Created), Time(k.Revoked) })]));
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static Command Revoke(ClientConsole console)
    {
        var id = new Argument<string>("id") { Description = "The key's id, the eight digits behind ss_." };
        var session = new SessionOptions();
        var command = new Command("revoke", "End a key for good; dashboards notice within seconds.") { id };
        session.AddTo(command);
        command.SetAction((parsed, cancellation) => session.RunAsync(parsed, startWork: false, async (cluster, _, stop) =>
        {
            if (!await Patience.CallAsync(
                    () => cluster.Grains.GetGrain<IApiKeysGrain>(IApiKeysGrain.Key).RevokeAsync(parsed.GetValue(id)!), stop)
                .ConfigureAwait(false))
                throw new SpecException($"no key '{parsed.GetValue(id)}'; 'samesame key list' shows what there is");
            console.Say($"key {parsed.GetValue(id)} is revoked");
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static string Time(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";
}
