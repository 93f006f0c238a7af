using System.Diagnostics;
using SameSame.Evaluation.Preprocessing;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Preprocessing;

/// <summary>Pillow (Debian package python3-pil) as the reference of decoding, resizing and cropping.</summary>
internal static class Pillow
{
    // Sizes are computed as torchvision's Resize does; the crop's offset is this project's.
    private const string Script = """
        import sys
        from PIL import Image
        for line in open(sys.argv[1]):
            path, out, mode, kernel, side, width, height = line.rstrip("\n").split("\t")
            image = Image.open(path).convert(mode)
            w, h = image.size
            if side:
                s = int(side)
                size = (s, int(s * h / w)) if w <= h else (int(s * w / h), s)
                image = image.resize(size, Image.BICUBIC if kernel == "bicubic" else Image.BILINEAR)
            left, top = (image.width - int(width)) // 2, (image.height - int(height)) // 2
            open(out, "wb").write(image.crop((left, top, left + int(width), top + int(height))).tobytes())
        """;

    private static readonly Lazy<string?> Python = new(() => new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(p => TryRun(p, "-c", "import PIL") is null));

    /// <summary>Skips the test, saying so, where there is no Pillow.</summary>
    public static void Require() => Skip.If(Python.Value is null, "no python3 with PIL: install Debian's python3-pil");

    /// <summary>What Pillow makes of each file for an input.</summary>
    public static List<byte[]> Decode(TemporaryFolder folder, IEnumerable<string> files, InputSpec input)
    {
        var jobs = files.Select((f, i) => (File: f, Raw: folder[$"{i}.raw"])).ToList();
        var lines = jobs.Select(j => string.Join('\t', j.File, j.Raw, input.Channels == 1 ? "L" : "RGB", input.Interpolation, $"{input.Resize}", $"{input.Width}", $"{input.Height}"));
        Run(folder, Script, folder.Write("jobs.tsv", string.Join('\n', lines)));
        return [.. jobs.Select(j => File.ReadAllBytes(j.Raw))];
    }

    /// <summary>Runs a script.</summary>
    public static void Run(TemporaryFolder folder, string script, params string[] arguments)
    {
        var problem = TryRun(Python.Value!, [folder.Write("script.py", script), .. arguments]);
        Assert.True(problem is null, problem);
    }

    private static string? TryRun(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{program}: {errors}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }
}
