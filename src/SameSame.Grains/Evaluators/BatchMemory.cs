using System.Text.Json;
using SameSame.Evaluation.Measurement;

namespace SameSame.Grains.Evaluators;

/// <summary>
/// The batch sizes this machine's devices settled on, by model, precision and device: kept in the node's cache folder, so that they are looked for once. Losing
/// the file costs a few slower batches.
/// </summary>
internal sealed class BatchMemory(string folder)
{
    private readonly Lock _lock = new();
    private Dictionary<string, int>? _sizes;

    private string FilePath => Path.Combine(folder, "batch-sizes.json");

    /// <summary>A sizer that starts from what is known.</summary>
    public BatchSizer Sizer(string key, int limit)
    {
        lock (_lock)
            return new BatchSizer(Sizes.TryGetValue(key, out var known) ? known : null, limit);
    }

    /// <summary>Remembers what a run settled on.</summary>
    public void Learn(string key, BatchSizer sizer)
    {
        if (sizer.Chosen is not { } chosen)
            return;
        lock (_lock)
        {
            if (Sizes.TryGetValue(key, out var known) && known == chosen)
                return;
            Sizes[key] = chosen;
            Write();
        }
    }

    private Dictionary<string, int> Sizes => _sizes ??= Read();

    private Dictionary<string, int> Read()
    {
        try
        {
            return File.Exists(FilePath) ? JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(FilePath)) ?? [] : [];
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return [];
        }
    }

    private void Write()
    {
        try
        {
            Directory.CreateDirectory(folder);
            var temporary = $"{FilePath}.{Environment.ProcessId}.tmp";
            File.WriteAllText(temporary, JsonSerializer.Serialize(Sizes));
            File.Move(temporary, FilePath, overwrite: true);
        }
        catch (IOException)
        {
            // A full disk is no reason to fail a measurement over.
        }
    }
}
