namespace SameSame.Client;

/// <summary>What the process returns.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Some cells failed; the results of the others are kept.</summary>
    public const int SomeFailed = 1;

    /// <summary>Nothing could start; one line on standard error says why.</summary>
    public const int NothingStarted = 2;

    /// <summary>Interrupted; what is unfinished can be resumed.</summary>
    public const int Interrupted = 130;
}
