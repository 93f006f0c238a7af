namespace SameSame.Client.Plans;

/// <summary>What a sweep would do with one model.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Problem">Why its cells would fail, or null.</param>
/// <param name="Cells">Its cells.</param>
/// <param name="Reused">Those that have a result.</param>
/// <param name="Speed">How fast it runs; null where nothing is known.</param>
/// <param name="LogitBytes">Size of its FP32 logits; 0 where it was not opened.</param>
/// <param name="Opened">Whether it was opened to see if it can be measured.</param>
internal sealed record ModelPlan(string Model, string? Problem, int Cells, int Reused = 0, MeasuredSpeed? Speed = null,
    long LogitBytes = 0, bool Opened = true)
{
    /// <summary>Cells that would be measured.</summary>
    public int New => Problem is null ? Cells - Reused : 0;
}

/// <summary>A speed and where it comes from.</summary>
/// <param name="ImagesPerSecond">Images a second on one device.</param>
/// <param name="Cells">Earlier cells it was measured on; 0 for a probe of the FP32 network on blank images.</param>
internal sealed record MeasuredSpeed(double ImagesPerSecond, int Cells);
