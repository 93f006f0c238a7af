using SameSame.Contracts.Recipes;
using SameSame.Contracts.Work;
using SameSame.Evaluation.Configuration;
using SameSame.Grains.Artifacts;
using SameSame.Grains.Catalogues;
using SameSame.Grains.Evaluators;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Statistics;

namespace SameSame.Grains.Recipes;

/// <summary>Reads model files and artifacts. Images are not needed: whatever they decided is in the artifacts.</summary>
public sealed class CellRecipeExecutor(ICatalogue catalogue, IArtifactStore artifacts) : ICellRecipeExecutor
{
    // A report asks for two models at a time, for the methods of each one after the other.
    private readonly NodeCache<PreparedModel> _models = new(2);
    private readonly NodeCache<EqualizationProblem> _problems = new(2);

    /// <inheritdoc/>
    public ChannelSpread[] Ranges(CellRecipe recipe)
    {
        var model = Prepare(recipe.Source);
        var problem = _problems.Get($"{recipe.Source.ModelSha256}/{recipe.Statistics}", () => EqualizationProblems.Build(model.Network, model.Plan, Statistics(recipe)));
        return [.. ChannelRanges.Compare(problem, Factors(recipe, model).Factors)];
    }

    /// <inheritdoc/>
    public byte[] Rebuild(CellRecipe recipe)
    {
        var model = Prepare(recipe.Source);
        var pixels = catalogue.OpenModel(recipe.Source).Model.Input.PixelRange;
        var shifts = recipe.BiasShifts is { } artifact ? BiasShiftsFormat.Read(Get(artifact)) : null;
        return OnnxFile.ToBytes(QdqExporter.Export(model.Network, model.Plan, Statistics(recipe), Factors(recipe, model), recipe.Scheme, pixels, shifts).Model);
    }

    private Factorization Factors(CellRecipe recipe, PreparedModel model)
    {
        var factorization = FactorizationFormat.Read(Get(recipe.Factors));
        var expected = model.Network.Analysis.ClassCount;
        return factorization.Factors.Length == expected ? factorization
            : throw new SpecException($"artifact {recipe.Factors}: {factorization.Factors.Length} factors for {expected} channel classes of {recipe.Source.Model}; another version of SameSame measured the cell, measure it again with --force");
    }

    private ModelStatistics Statistics(CellRecipe recipe) => ModelStatisticsFormat.Read(Get(recipe.Statistics));

    private PreparedModel Prepare(ModelSource source)
    {
        var (zoo, entry) = catalogue.OpenModel(source);
        return _models.Get(source.ModelSha256, () =>
        {
            var network = Network.Load(zoo.FileOf(entry), entry.Input.TensorShape);
            return new PreparedModel(network, QuantizationPlan.Of(network.Folded, source.Model));
        });
    }

    // The executor owns its thread, so waiting for the store here blocks nobody else.
    private byte[] Get(string artifact) => artifacts.GetAsync(artifact, CancellationToken.None).GetAwaiter().GetResult();

    private sealed record PreparedModel(Network Network, QuantizationPlan Plan);
}
