using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Preprocessing;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx;

namespace SameSame.Client.Zoo;

/// <summary>Runs a session on gray images: shape and speed of its answers do not depend on what is in a picture.</summary>
internal static class BlankRun
{
    private const byte Gray = 127;

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
