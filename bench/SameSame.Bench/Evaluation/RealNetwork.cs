using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Plausibility;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Onnx.Schema;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Bench.Evaluation;

/// <summary>One network of a folder like <c>../shared/imagenet</c> with its images.</summary>
internal sealed class RealNetwork : IDisposable
{
    /// <summary>Where the real networks lie.</summary>
    public static readonly string Folder = Path.Combine("..", "shared", "imagenet");

    private readonly OpenImageSet _evaluation, _calibration;
    private readonly Network _network;
    private readonly QuantizationPlan _plan;
    private ModelStatistics? _statistics;

    public RealNetwork(string name, string cache)
    {
        if (!Directory.Exists(Folder))
            throw new SpecException($"{Folder}: not there; this benchmark runs on the networks and images it holds");
        var (zoo, dataset) = (ZooFile.Read(Folder), DatasetFile.Read(Path.Combine(Folder, "dataset.yaml")));
        Entry = zoo.Models.First(m => m.Name.StartsWith(name, StringComparison.Ordinal));
        _evaluation = OpenImageSet.Evaluation(dataset, Entry, cache, Environment.ProcessorCount, false, CancellationToken.None);
        _calibration = OpenImageSet.Calibration(dataset, Entry, cache, Environment.ProcessorCount, false, CancellationToken.None);
        Images = _evaluation.Draw(null, null, Entry.Labels.Offset);
        _network = Network.Load(zoo.FileOf(Entry));
        _plan = QuantizationPlan.Of(_network.Folded, Entry.Name);
    }

    public ZooModel Entry { get; }

    public ImageBatches Images { get; }

    /// <summary>The network as it came, ready for a session.</summary>
    public byte[] Float => OnnxFile.ToBytes(MeasuredForm.Of(_network.Original));

    /// <summary>A graph as a device is given it.</summary>
    public byte[] On(byte[] model, SessionSettings settings) => DeviceForm.Of(ModelProto.Parser.ParseFrom(model), Images.Input, settings);

    /// <summary>What a sweep's cell of this method measures, but for its 64 calibration images. Channels with a bound of their own behind ReLU6 cost a Min and two conversions.</summary>
    public byte[] Quantized(string bits, string method = "none") => OnnxFile.ToBytes(MeasuredForm.Of(Cell(bits, method).Export.Model));

    /// <summary>The same with all that it was made from.</summary>
    public QuantizedCell Cell(string bits, string method)
    {
        _statistics ??= CalibrationPass.Run(_network, _plan, _calibration.Select(64, Entry.Labels.Offset), Kept.Moments, new SessionSettings(Environment.ProcessorCount), null, CancellationToken.None);
        var factors = EqualizationDriver.Run(EqualizationProblems.Build(_network, _plan, _statistics), EqualizationMethods.GroupMethods.First(m => m.Name == method));
        var (scheme, pixels) = (new QuantizationScheme(BitWidths.Parse(bits)), Images.Input.PixelRange);
        return new QuantizedCell(_network, _plan, _statistics, factors, scheme, pixels, QdqExporter.Export(_network, _plan, _statistics, factors, scheme, pixels));
    }

    public void Dispose()
    {
        _evaluation.Dispose();
        _calibration.Dispose();
    }
}
