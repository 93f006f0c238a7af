using System.Globalization;
using SameSame.Hosting.Local;
using SameSame.Quantization;

namespace SameSame.Client.Doctor;

/// <summary>The folder of the local instance: can it be written, is there room, does somebody hold it.</summary>
internal sealed class DataFolderCheck(string path) : ICheck
{
    // An ImageNet validation set at 224x224 is 7.5 GB of pixels; the samples need 0.1.
    private const double WantedGigabytes = 10;

    public IEnumerable<Finding> Run()
    {
        var folder = Path.GetFullPath(path);
        if (Written(folder) is { } problem)
        {
            yield return new Finding(Verdict.Failure, "data folder", $"{folder}: {problem}", "make it writable, or name another with --data");
            yield break;
        }

        yield return new Finding(Verdict.Ok, "data folder", $"{folder} is writable");
        var free = new DriveInfo(folder).AvailableFreeSpace / 1e9;
        var room = string.Create(CultureInfo.InvariantCulture, $"{free:0.0} GB free for the pixel cache and artifacts");
        yield return free >= WantedGigabytes
            ? new Finding(Verdict.Ok, "disk", room)
            : new Finding(free < 0.5 ? Verdict.Failure : Verdict.Warning, "disk", room, "50,000 images of 224x224 take 7.5 GB: free some, or put --data on another disk");
        var instance = new InstanceFolder(folder);
        using var held = instance.TryLock();
        yield return held is not null
            ? new Finding(Verdict.Ok, "instance", "no other samesame runs in this folder")
            : new Finding(Verdict.Ok, "instance", $"process {instance.ReadEndpoint()?.ProcessId} runs in this folder; commands join it");
    }

    private static string? Written(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $"doctor.{Environment.ProcessId}.tmp");
            File.WriteAllText(probe, "probe");
            File.Delete(probe);
            return null;
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            return FileFault.Reason(folder, e);
        }
    }
}
