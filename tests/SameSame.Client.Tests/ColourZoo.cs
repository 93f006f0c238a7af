using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary>
/// Pictures that are mostly red, green or blue, in class folders, and networks that tell them apart by the mean of each
/// channel.
/// </summary>
internal sealed class ColourZoo : IDisposable
{
    /// <summary>Rows and columns of each picture.</summary>
    public const int Side = 8;

    private static readonly string[] Classes = ["a-red", "b-green", "c-blue"];

    /// <summary>Writes the pictures: <c>images</c>, and <c>calibration</c> where it is wanted.</summary>
    public ColourZoo(int each = 40, int calibrationEach = 0)
    {
        Pictures("images", each, seed: 1);
        if (calibrationEach > 0)
            Pictures("calibration", calibrationEach, seed: 2);
    }

    /// <summary>The folder.</summary>
    public TemporaryFolder Folder { get; } = new();

    public void Dispose() => Folder.Dispose();

    /// <summary>Writes a dataset file over the pictures.</summary>
    public string Dataset() => Folder.Write("dataset.yaml",
        "name: colours\nformat: class-folders\nroot: images\n" + (Directory.Exists(Folder["calibration"])
            ? "calibration: { root: calibration }\n" : ""));

    /// <summary>Writes a sweep file.</summary>
    public string Sweep() => Folder.Write(
        "sweep.yaml", "name: colours\nzoo: zoo.yaml\ndataset: dataset.yaml\nbits: [8/8]\nmethods: [none, "
        + "cle]\ncalibrationImages: 60\n");

    /// <summary>
    /// Writes a network whose logits are <paramref name="order"/> of the channels' means: right for rgb where that is 0, 1, 2.
    /// </summary>
    public string Net(string file, params int[] order)
    {
        var graph = new GraphBuilder(1);
        var x = graph.Input(-1, 3, Side, Side);
        int[] rows = order.Length == 0 ? [0, 1, 2] : order;
        var conv = graph.Node("Conv", [-1, rows.Length, Side, Side],
            [x, graph.Constant([rows.Length, 3, 1, 1],
            [.. rows.SelectMany(r => Enumerable.Range(0, 3).Select(c => c == r ? 1f : 0f))])]);
        var pooled = graph.Node("GlobalAveragePool", [-1, rows.Length, 1, 1], [conv]);
        return Save(file, graph.Build(graph.Node("Flatten", [-1, rows.Length], [pooled])));
    }

    /// <summary>Writes a model.</summary>
    public string Save(string file, ModelProto model)
    {
        OnnxFile.Save(model, Folder[file]);
        return Folder[file];
    }

    /// <summary>Runs a command with a data folder of its own.</summary>
    public Task<Cli.Result> RunAsync(params string[] args) => Cli.RunAsync([.. args, "--data", Folder["d"]]);

    /// <summary>Takes the colour out of a picture.</summary>
    public static void Gray(string file)
    {
        var bytes = File.ReadAllBytes(file);
        Array.Fill(bytes, (byte)127, 54, bytes.Length - 54);
        File.WriteAllBytes(file, bytes);
    }

    private void Pictures(string folder, int each, int seed)
    {
        var random = new Random(seed);
        for (var c = 0; c < Classes.Length; c++)
        {
            var target = Directory.CreateDirectory(Path.Combine(Folder[folder], Classes[c])).FullName;
            for (var i = 0; i < each; i++)
                File.WriteAllBytes(Path.Combine(target, $"{i:000}.bmp"), Picture(random, c));
        }
    }

    // A bitmap of 24 bits, blue first, rows of whole words.
    private static byte[] Picture(Random random, int colour)
    {
        var file = new byte[54 + 3 * Side * Side];
        (file[0], file[1], file[10], file[14], file[18], file[22], file[26], file[28]) =
            ((byte)'B', (byte)'M', 54, 40, Side, Side, 1, 24);
        BitConverter.TryWriteBytes(file.AsSpan(2), file.Length);
        for (var at = 54; at < file.Length; at++)
            file[at] = (byte)((at - 54) % 3 == 2 - colour ? random.Next(140, 230) : random.Next(40, 110));
        return file;
    }
}
