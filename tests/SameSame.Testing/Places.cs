using Xunit;

namespace SameSame.Testing;

/// <summary>Where tests find real models and images.</summary>
public static class Places
{
    /// <summary>The root of this checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The sample zoo that ships with the project.</summary>
    public static string Fashion => Path.Combine(Root, "samples", "fashion");

    /// <summary>ImageNet models and images beside the checkout; skips the test where they are not there.</summary>
    public static string Imagenet => Shared("imagenet");

    /// <summary>Exporters' graphs beside the checkout; skips the test where they are not there.</summary>
    public static string Topologies => Shared("topologies");

    /// <summary>Small inputs that failed once; skips the test where they are not there.</summary>
    public static string Faults => Shared("faults");

    private static string Shared(string name)
    {
        var path = Path.GetFullPath(Path.Combine(Root, "..", "shared", name));
        Skip.IfNot(Directory.Exists(path), $"../shared/{name} is not beside this checkout");
        return path;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Cluster.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests run outside a checkout: no Cluster.sln above them");
    }
}
