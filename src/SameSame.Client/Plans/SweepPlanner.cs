using System.Diagnostics;
using SameSame.Client.Zoo;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Grains.Catalogues;
using SameSame.Onnx;
using SameSame.Quantization.Equalization;

namespace SameSame.Client.Plans;

/// <summary>
/// Finds out, model by model, what a local sweep would do. Cells are told apart by the keys that the coordinator gives them.
/// </summary>
internal sealed class SweepPlanner(ICatalogue catalogue, EarlierResults results, SpeedProbe? probe)
{
    // Zoos of thousands are not opened for a question.
    private static readonly TimeSpan OpeningLimit = TimeSpan.FromMinutes(2);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private ClassRange? _classes;

    /// <summary>The plan of one model.</summary>
    /// <param name="spec">The sweep, its device resolved.</param>
    /// <param name="model">The model.</param>
    /// <param name="images">Images that each cell runs over.</param>
    /// <param name="stored">Whether there is anything to reuse; where there is not, images need not be hashed.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ModelPlan> PlanAsync(SweepSpec spec, string model, int images, bool stored, CancellationToken cancellation)
    {
        var cells = spec.Schemes.Length * spec.Methods.Length;
        try
        {
            var zoo = ZooFile.Read(spec.Zoo);
            var entry = zoo.Models.Single(m => m.Name == model);
            var opened = _watch.Elapsed < OpeningLimit ? new ModelOpening(zoo, Classes(spec)).Open(entry) : null;
            if (opened is { Measurable: false })
                return new ModelPlan(model, opened.Text, cells);
            var identity = stored ? catalogue.Identify(spec, model) : null;
            string[] keys = identity is null ? [] :
            [
                .. from method in spec.Methods
                   from scheme in spec.Schemes
                   select identity.CellKey(EqualizationMethods.Get(method), scheme, spec.Confidence),
            ];
            var found = identity is null ? [] : await results.FindAsync(identity.Source.ModelSha256, keys, cancellation)
                .ConfigureAwait(false);
            var reused = spec.Force ? 0 : found.Length;
            var speed = identity is null ? null : await results.SpeedAsync(model, identity.Source.ModelSha256, found,
                cancellation).ConfigureAwait(false);
            var plan = new ModelPlan(model, null, cells, reused, speed, Opened: opened is not null);
            return plan.New == 0 ? plan : plan with
            {
                Speed = speed ?? probe?.Run(zoo.FileOf(entry), entry),
                LogitBytes = sizeof(float) * (long)images * (opened?.Outputs ?? 0),
            };
        }
        catch (Exception e) when (e is SpecException or OnnxFormatException)
        {
            return new ModelPlan(model, e.Message, cells);
        }
    }

    private ClassRange Classes(SweepSpec spec) => _classes ??= ClassRange.Of(DatasetFile.Read(spec.Dataset));
}
