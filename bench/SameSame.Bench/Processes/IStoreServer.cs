namespace SameSame.Bench.Processes;

/// <summary>A server for membership and grain state that a fault may stop.</summary>
internal interface IStoreServer : IDisposable
{
    /// <summary>What silos need to be told of it.</summary>
    Dictionary<string, object> Settings { get; }

    /// <summary>Stops it as an operator does: what it was told stays on disk.</summary>
    Task StopAsync();

    /// <summary>Starts it again where it was.</summary>
    Task ResumeAsync();
}
