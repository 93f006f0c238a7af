using System.CommandLine;
using System.Globalization;
using SameSame.Client.Files;
using SameSame.Client.Models;
using SameSame.Client.Parsing;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Inspection;
using SameSame.Reporting;

namespace SameSame.Client.Commands;

/// <summary><c>samesame inspect MODEL</c>: what the channel algebra finds, and what it leaves out and why. Needs no dataset.</summary>
internal static class InspectCommand
{
    private static readonly ReportColumn[] Columns =
        [new("group", true), new("channels", true), new("dead", true), new("producers"), new("consumers"), new("tied tensors"), new("weight ranges out"), new("weight ranges in")];

    public static Command Create(ClientConsole console)
    {
        var model = new Argument<string>("model") { Description = "An .onnx file." };
        var json = new Option<string?>("--json") { Description = "Write everything, per-channel ranges included, to this file." }
            .Must(Check.CanBeWritten);
        var command = new Command("inspect", "List equalization groups, tied tensors, and for each layer left out, why.") { model, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetValue(model)!;
            var context = ModelContext.Open(path, null, null);
            var proto = context.Model;
            var weightsKnown = PlaceholderWeights.Fill(proto) == 0;
            var found = NetworkInspection.Of(Network.Prepare(proto, path, context.Entry?.Input.TensorShape), weightsKnown);
            await console.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{found.Model}: {found.Layers} linear layers, {found.FoldedNorms} BatchNormalizations folded, {found.ChannelClasses} free channel classes in {found.Groups.Count} groups; {found.Coverage:0.0} % of the weights lie in a group")).ConfigureAwait(false);
            if (!weightsKnown)
                await console.Output.WriteLineAsync("the file holds no weights: ranges and dead channels are unknown").ConfigureAwait(false);
            console.Write(new ReportTable(Columns, [.. found.Groups.Select(g => new[]
            {
                Text(g.Index), Text(g.Channels), g.DegenerateChannels is { } dead ? Text(dead) : "?", string.Join(' ', g.Producers), string.Join(' ', g.Consumers), string.Join(' ', g.Tensors),
                Spread(g.KernelRanges), Spread(g.ColumnRanges),
            })]));
            await console.Output.WriteLineAsync(found.LeftOut.Count == 0 ? "no layer is left out" : "layers with outputs that must keep factor 1:").ConfigureAwait(false);
            foreach (var layer in found.LeftOut)
                await console.Output.WriteLineAsync($"  {layer.Name} ({layer.Operator}): {layer.PinnedOutputs} of {layer.Outputs} channels{(layer.InGroup ? "" : ", in no group")}, pinned by {layer.Reason}").ConfigureAwait(false);
            await console.Output.WriteLineAsync(found.Real.None ? "at every width all weights and layer inputs can be quantized" : found.Real.ToString()).ConfigureAwait(false);
            if (parsed.GetValue(json) is { } target)
                await OutputFile.WriteAsync(target, ResultJson.Of(found), cancellation).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Spread(double[]? ranges) =>
        ranges is null ? "?" : ranges.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{ranges.Min():0.0e+0} .. {ranges.Max():0.0e+0}");
}
