using SameSame.Evaluation.Preprocessing;
using SameSame.Evaluation.Sessions;

namespace SameSame.Client.Doctor;

/// <summary>The two native libraries: ONNX Runtime with its providers, and libvips.</summary>
internal sealed class NativeLibraryCheck : ICheck
{
    public IEnumerable<Finding> Run()
    {
        yield return Try("ONNX Runtime", () => $"{OrtModel.RuntimeVersion}, providers: {string.Join(", ", OrtModel.AvailableProviders)}");
        yield return Try("libvips", () => ImageDecoder.LibraryVersion);
    }

    private static Finding Try(string library, Func<string> version)
    {
        try
        {
            return new Finding(Verdict.Ok, library, version());
        }
        catch (Exception e)
        {
            return new Finding(Verdict.Failure, library, (e.InnerException ?? e).Message.ReplaceLineEndings(" "), "its native library does not load: run 'dotnet restore' for this platform (linux-x64 is packaged) and check glibc with 'ldd --version'");
        }
    }
}
