namespace SameSame.Dashboard.Security;

/// <summary>What callers may do: names of authorization policies, which are names of roles as well.</summary>
internal static class Policies
{
    /// <summary>Look.</summary>
    public const string Viewer = "viewer";

    /// <summary>Look; start, stop and delete.</summary>
    public const string Operator = "operator";
}
