namespace SameSame.Hosting.Silos;

/// <summary>What <c>samesame silo</c> is told on its command line; the rest is configuration.</summary>
public sealed record SiloOptions
{
    /// <summary>Settings file, JSON; its paths are relative to it.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>Comma-separated roles; null is all.</summary>
    public string? Roles { get; init; }

    /// <summary>Log more than warnings.</summary>
    public bool Verbose { get; init; }
}
