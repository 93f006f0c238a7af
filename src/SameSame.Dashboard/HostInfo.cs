namespace SameSame.Dashboard;

/// <summary>What the dashboard runs beside.</summary>
/// <param name="Local">True on the folder of a local instance: zoo and dataset are paths. False in a cluster, where they are
/// names.</param>
/// <param name="Version">Version of SameSame.</param>
public sealed record HostInfo(bool Local, string Version);
