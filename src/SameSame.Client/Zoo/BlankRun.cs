using System.Diagnostics;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Preprocessing;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx;

namespace SameSame.Client.Zoo;

/// <summary>Runs a session on gray images: shape and speed of its answers do not depend on what is in a picture.</summary>
internal static class BlankRun
{
    private const byte Gray = 127;
    private const int SpeedBatch = 8;

    /// <summary>Number of outputs of a classifier.</summary>
    /// <exception cref="OnnxFormatException">It does not run, or its output is not N x classes.</exception>
    public static int Classes(OrtModel session, InputSpec input)
    {
        var batch = session.FixedBatch ?? 1;
        using var buffer = Filled(session, input, batch);
        var classes = 0;
        session.Run(buffer, batch, (_, dims, values) => classes = AccuracyRun.ClassesOf(dims, batch, values.Length));
        return classes;
    }

    /// <summary>Images a second, over the time it is given or two runs.</summary>
    /// <exception cref="OnnxFormatException">It does not run.</exception>
    public static double ImagesPerSecond(OrtModel session, InputSpec input, TimeSpan time)
    {
        var batch = session.FixedBatch ?? SpeedBatch;
        using var buffer = Filled(session, input, batch);
        // The first run allocates.
        session.Run(buffer, batch, (_, _, _) => { });
        var (watch, runs) = (Stopwatch.StartNew(), 0);
        for (; runs < 2 || watch.Elapsed < time; runs++)
            session.Run(buffer, batch, (_, _, _) => { });
        return runs * batch / watch.Elapsed.TotalSeconds;
    }

    private static InputBuffer Filled(OrtModel session, InputSpec input, int batch)
    {
        var buffer = new InputBuffer(input, batch, session.Feed);
        var pixels = new byte[input.PixelBytes];
        Array.Fill(pixels, Gray);
        for (var i = 0; i < batch; i++)
            buffer.Write(i, pixels);
        return buffer;
    }
}
