using System.Reflection;
using NetArchTest.Rules;

namespace Architecture.Tests;

/// <summary>Arrows point one way: see docs/architecture.md.</summary>
public class LayeringTests
{
    private static readonly string[] Layers = ["Quantization", "Onnx", "Evaluation", "Contracts", "Grains", "Reporting", "Hosting", "Dashboard", "Silo", "Client"];

    /// <summary>Each project, and the projects of ours that it may know.</summary>
    public static TheoryData<string, string> Allowed => new()
    {
        { "Quantization", "" },
        { "Onnx", "Quantization" },
        { "Evaluation", "Onnx,Quantization" },
        { "Contracts", "Quantization" },
        { "Grains", "Contracts,Evaluation,Onnx,Quantization" },
        { "Reporting", "Contracts,Quantization" },
        { "Hosting", "Contracts,Evaluation,Grains,Onnx,Quantization,Reporting" },
        { "Dashboard", "Contracts,Evaluation,Hosting,Quantization,Reporting" },
        { "Silo", "Dashboard,Evaluation,Hosting" },
        { "Client", "Contracts,Dashboard,Evaluation,Grains,Hosting,Onnx,Quantization,Reporting" },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void A_project_refers_only_to_the_layers_below_it(string project, string allowed)
    {
        var references = AssemblyOf(project).GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("SameSame.", StringComparison.Ordinal));
        Assert.Subset(allowed.Split(',').Select(n => $"SameSame.{n}").ToHashSet(), references.ToHashSet());
    }

    [Theory]
    [InlineData("Quantization", "Orleans")]
    [InlineData("Quantization", "Microsoft.ML.OnnxRuntime")]
    [InlineData("Quantization", "Google.Protobuf")]
    [InlineData("Onnx", "Orleans")]
    [InlineData("Onnx", "Microsoft.ML.OnnxRuntime")]
    [InlineData("Evaluation", "Orleans")]
    [InlineData("Contracts", "Microsoft.ML.OnnxRuntime")]
    [InlineData("Reporting", "Microsoft.ML.OnnxRuntime")]
    public void Numerics_know_no_cluster_and_contracts_no_runtime(string project, string library)
    {
        var result = Types.InAssembly(AssemblyOf(project)).ShouldNot().HaveDependencyOn(library).GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
        Assert.DoesNotContain(AssemblyOf(project).GetReferencedAssemblies(), a => a.Name!.StartsWith(library, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Npgsql")]
    [InlineData("StackExchange.Redis")]
    [InlineData("AzureStorage")]
    [InlineData("Orleans.Storage.AdoNet")]
    public void No_storage_or_clustering_provider_is_named_in_code(string provider)
    {
        foreach (var layer in Layers)
            Assert.DoesNotContain(AssemblyOf(layer).GetReferencedAssemblies(), a => a.Name!.Contains(provider, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Only_hosting_knows_that_anything_may_lie_in_a_cloud()
    {
        foreach (var layer in Layers.Where(l => l != "Hosting"))
            Assert.DoesNotContain(AssemblyOf(layer).GetReferencedAssemblies(), a => a.Name!.StartsWith("Azure", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_project_of_the_solution_is_held_to_these_rules()
    {
        var solution = File.ReadAllText(Path.Combine(Root(), "Cluster.sln"));
        var projects = Directory.GetDirectories(Path.Combine(Root(), "src")).Select(d => Path.GetFileName(d)!).Order().ToList();
        Assert.Equal(Layers.Select(l => $"SameSame.{l}").Order(), projects);
        Assert.All(projects, p => Assert.Contains(p, solution, StringComparison.Ordinal));
    }

    private static Assembly AssemblyOf(string layer) => Assembly.Load(layer switch { "Client" => "samesame", "Silo" => "samesame-silo", _ => $"SameSame.{layer}" });

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Cluster.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
