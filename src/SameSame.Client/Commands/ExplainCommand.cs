using System.CommandLine;
using System.Globalization;
using SameSame.Client.Files;
using SameSame.Client.Models;
using SameSame.Client.Parsing;
using SameSame.Client.Sweeps;
using SameSame.Contracts.Results;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Plausibility;
using SameSame.Evaluation.Sessions;
using SameSame.Grains.Artifacts;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;
using SameSame.Reporting;

namespace SameSame.Client.Commands;

/// <summary><c>samesame explain CELL</c>: layer by layer, what a measured cell was predicted to lose, what it lost, and by which of its errors.</summary>
internal static class ExplainCommand
{
    private static readonly ReportColumn[] Columns =
    [
        new("layer"), new("operator"), new("predicted dB", true), new("measured dB", true), new("weights", true), new("rounding", true), new("clipping", true), new("biases", true),
    ];

    public static Command Create(ClientConsole console)
    {
        var key = new Argument<string>("cell") { Description = "The cell's key, or how it begins; 'key' in a sweep's JSON." };
        var zoo = new Option<string?>("--zoo") { Description = "Catalogue with the model; by default the sweep's own, where it is a path on this machine." };
        var dataset = new Option<string?>("--dataset") { Description = "Dataset file; by default the sweep's own." };
        var images = new Option<int>("--images")
            { Description = "How many of the cell's images to run.", DefaultValueFactory = _ => CellGate.Images }
            .Must(Check.Positive);
        var json = new Option<string?>("--json") { Description = "Write the table to this file." }.Must(Check.CanBeWritten);
        var session = new SessionOptions();
        var command = new Command("explain", "Show layer by layer what a measured cell lost, and why.") { key, zoo, dataset, images, json };
        session.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            CellInputs? found = null;
            await session.RunAsync(parsed, startWork: false, async (cluster, _, stop) =>
            {
                found = await CellInputs.FindAsync(cluster.Grains, parsed.GetValue(key)!, stop).ConfigureAwait(false);
                return ExitCodes.Done;
            }, cancellation).ConfigureAwait(false);
            var inputs = found!;
            var table = Table(inputs, parsed.GetValue(zoo), parsed.GetValue(dataset), parsed.GetValue(images), Path.Combine(parsed.GetValue(session.Data)!, "cache"), cancellation);
            Write(console, inputs.Cell, table);
            if (parsed.GetValue(json) is { } target)
            {
                var m = inputs.Cell.Measurement!;
                var text = ResultJson.Of(new { m.Key, m.PredictedSqnrDb, m.GateSqnrDb, Layers = table });
                await OutputFile.WriteAsync(target, text, cancellation).ConfigureAwait(false);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static IReadOnlyList<LayerError> Table(CellInputs inputs, string? zooPath, string? datasetPath, int count, string cache, CancellationToken cancellation)
    {
        var zoo = ZooFile.Read(zooPath ?? inputs.Spec.Zoo);
        var entry = zoo.Models.Find(m => m.Name == inputs.Cell.Model) ?? throw new SpecException($"{zoo.Path}: no model '{inputs.Cell.Model}'; name the sweep's catalogue with --zoo");
        var dataset = DatasetFile.Read(datasetPath ?? inputs.Spec.Dataset);
        var network = Network.Load(zoo.FileOf(entry), entry.Input.TensorShape);
        var plan = QuantizationPlan.Of(network.Folded, entry.Name);
        var (factors, statistics) = (FactorizationFormat.Read(inputs.Factors), ModelStatisticsFormat.Read(inputs.Statistics));
        var shifts = inputs.BiasShifts is { } stored ? BiasShiftsFormat.Read(stored) : null;
        using var set = OpenImageSet.Evaluation(dataset, entry, cache, Environment.ProcessorCount, inputs.Spec.SkipBadImages, cancellation);
        var chosen = set.Draw(inputs.Spec.Images, null, entry.Labels.Offset);
        chosen = chosen with { Indices = chosen.Indices[..Math.Min(count, chosen.Count)], Labels = chosen.Labels[..Math.Min(count, chosen.Count)] };
        var export = QdqExporter.Export(network, plan, statistics, factors, inputs.Cell.Scheme, chosen.Input.PixelRange, shifts);
        var cell = new QuantizedCell(network, plan, statistics, factors, inputs.Cell.Scheme, chosen.Input.PixelRange, export);
        return LayerErrors.Of(cell, chosen, new SessionSettings(Environment.ProcessorCount));
    }

    private static void Write(ClientConsole console, CellResult cell, IReadOnlyList<LayerError> table)
    {
        console.Write(new ReportTable(Columns, [.. table.Select(l => new[]
        {
            l.Layer, l.Operator, Decibels(l.PredictedDb), Decibels(l.MeasuredDb) + (l.Exceeds ? " !" : ""), Decibels(l.WeightsDb), Decibels(l.RoundingDb), Decibels(l.ClippingDb), Decibels(l.BiasesDb),
        })]));
        var m = cell.Measurement!;
        console.Say(string.Create(CultureInfo.InvariantCulture,
            $"{cell.Model} {cell.Scheme.Bits} {cell.Scheme.Granularity.Name()} {cell.Method}: {m.SqnrDb:0.0} dB over {m.Images} images; columns are dB against the real network, each source alone, 200 is none"));
        if (LayerErrors.First(table) is { } first)
            console.Say(string.Create(CultureInfo.InvariantCulture, $"the error first exceeds what rounding and clipping explain at {first.Operator} '{first.Layer}'"));
        if (m.FloatParts is { } parts)
            console.Say(parts);
    }

    private static string Decibels(double value) => double.IsNaN(value) ? "-" : value.ToString("0.0", CultureInfo.InvariantCulture);
}
