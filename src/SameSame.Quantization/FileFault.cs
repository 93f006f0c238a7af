namespace SameSame.Quantization;

/// <summary>Says in plain words why a file or a folder could not be used: the class library's sentences name types, and repeat
/// the path.</summary>
public static class FileFault
{
    // What Linux calls EAGAIN and Windows a sharing violation.
    private const int Held = 11, HeldOnWindows = unchecked((int)0x80070020);

    /// <summary>Whether it is one of the faults that opening, reading, writing or moving a file ends in.</summary>
    public static bool Is(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or InvalidDataException
            or NotSupportedException or ArgumentException;

    /// <summary>Whether somebody else has the file open for himself.</summary>
    public static bool IsHeld(IOException fault) => fault.HResult is Held or HeldOnWindows;

    /// <summary>The path and the reason, as <c>a/b.yaml: access is denied</c>.</summary>
    public static string Describe(string path, Exception fault) => $"{path}: {Reason(path, fault)}";

    /// <summary>Why the path cannot be read as a file, or null where there is a file.</summary>
    public static string? OfInput(string path) =>
        File.Exists(path) ? null : Directory.Exists(path) ? "is a folder, not a file" : "no such file";

    /// <summary>The reason alone.</summary>
    public static string Reason(string path, Exception fault) => fault switch
    {
        PathTooLongException => "the path is too long",
        DirectoryNotFoundException => FileAbove(path) is { } file ? $"{file} is a file, not a folder" : "no such folder",
        FileNotFoundException => "no such file",
        EndOfStreamException => "it ends too early",
        InvalidDataException => "its content is damaged",
        UnauthorizedAccessException => Directory.Exists(path) ? "is a folder, or access to it is denied" : "access is denied",
        IOException e when IsHeld(e) => "another process uses it",
        IOException e => ByNumber(e.HResult),
        _ => "is not a path",
    };

    // Linux's error numbers: a runtime that has no exception of its own for one passes it on.
    private static string ByNumber(int number) => number switch
    {
        17 => "is a file, not a folder",
        20 => "a part of the path is a file, not a folder",
        24 => "too many files are open (ulimit -n)",
        28 or 122 => "the disk is full",
        30 => "the file system is read-only",
        _ => "it cannot be read or written",
    };

    private static string? FileAbove(string path)
    {
        var at = path.Length == 0 ? null : Path.GetDirectoryName(Path.GetFullPath(path));
        while (at is not null && !File.Exists(at))
            at = Path.GetDirectoryName(at);
        return at;
    }
}
