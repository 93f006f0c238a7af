using SameSame.Onnx.Graph;
using SameSame.Onnx.Qdq;
using SameSame.Quantization.Equalization;

namespace SameSame.Onnx.Inspection;

/// <summary>What the channel algebra found in a network, for people and scripts.</summary>
/// <param name="Model">The file.</param>
/// <param name="Layers">Linear layers in it.</param>
/// <param name="FoldedNorms">BatchNormalizations folded into them.</param>
/// <param name="ChannelClasses">Free channel classes.</param>
/// <param name="Weights">Weights of all linear layers.</param>
/// <param name="WeightsInGroups">Weights of layers that have a free output or input.</param>
/// <param name="WeightsKnown">False where the file holds no weights: ranges are unknown then.</param>
/// <param name="Groups">Equalization groups.</param>
/// <param name="LeftOut">Layers with pinned channels, and by what.</param>
public sealed record NetworkInspection(
    string Model, int Layers, int FoldedNorms, int ChannelClasses, long Weights, long WeightsInGroups, bool WeightsKnown,
    IReadOnlyList<InspectedGroup> Groups, IReadOnlyList<InspectedLayer> LeftOut)
{
    /// <summary>Weights and layer inputs that will stay in floating point at every width.</summary>
    public required RealParts Real { get; init; }

    /// <summary>Share of weights that lie in a group, in percent.</summary>
    public double Coverage => Weights == 0 ? 0 : 100.0 * WeightsInGroups / Weights;

    /// <summary>Inspects a network; ranges are those of its weights.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weightsKnown">False where <see cref="PlaceholderWeights"/> stand in for weights that the file lacks.</param>
    public static NetworkInspection Of(Network network, bool weightsKnown = true)
    {
        var plan = QuantizationPlan.Of(network.Folded, network.Name);
        var problem = EqualizationProblems.Build(network, plan, null);
        var ones = Enumerable.Repeat(1.0, problem.ClassCount).ToArray();
        var tensors = network.Analysis.Channels.SelectMany(t => t.Value.Classes.Where(c => c != 0).Distinct().Select(c => (Class: c, Tensor: t.Key)))
            .ToLookup(p => p.Class, p => p.Tensor);
        var groups = problem.Groups.Select(g => Group(problem, g, ones, [.. tensors[g.Classes[0]]], weightsKnown)).ToList();
        var all = LinearLayer.All(network.Folded);
        var covered = all.Where(l => network.Analysis.OutputClasses(l).Any(c => c != 0) || network.Analysis.InputClasses(l).Any(c => c != 0)).ToList();
        return new NetworkInspection(
            network.Name, all.Count, network.FoldedNorms, problem.ClassCount - 1, all.Sum(Count), covered.Sum(Count), weightsKnown,
            groups, [.. FindLeftOut(network, all, [.. covered])])
        {
            Real = RealParts.Planned(network.Folded, plan),
        };
    }

    private static InspectedGroup Group(EqualizationProblem problem, EqualizationGroup group, double[] factors, string[] tied, bool weightsKnown)
    {
        var view = GroupView.Of(problem, group, factors);
        return new InspectedGroup(
            group.Index, group.Classes.Length, tied, [.. group.Producers.Select(p => problem.Layers[p].Name)], [.. group.Consumers.Select(s => problem.Layers[s].Name)],
            weightsKnown ? LiveChannels.Find(view).Count(l => !l) : null, weightsKnown ? Combine(view.Kernels) : null, weightsKnown ? Combine(view.Columns) : null);
    }

    private static IEnumerable<InspectedLayer> FindLeftOut(Network network, IReadOnlyList<LinearLayer> layers, HashSet<LinearLayer> covered)
    {
        foreach (var layer in layers)
        {
            var free = network.Analysis.OutputClasses(layer).Count(c => c != 0);
            if (free < layer.Outputs)
                yield return new InspectedLayer(layer.Name, layer.Node.OpType, layer.Outputs - free, layer.Outputs, covered.Contains(layer), network.Analysis.PinReasons.GetValueOrDefault(layer.Output) ?? "its channels are not known");
        }
    }

    private static double[] Combine(double[][] rows) =>
        rows.Length == 0 ? [] : [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(r => r[i]))];

    private static long Count(LinearLayer layer) => layer.Dims.Aggregate(1L, (a, b) => a * b);
}

/// <summary>One equalization group.</summary>
/// <param name="Index">Order of first producers.</param>
/// <param name="Channels">Free channel classes.</param>
/// <param name="Tensors">Activations whose channels are tied to these factors.</param>
/// <param name="Producers">Layers whose outputs they scale.</param>
/// <param name="Consumers">Layers whose inputs they scale.</param>
/// <param name="DegenerateChannels">Channels without weights on one side; null where weights are unknown.</param>
/// <param name="KernelRanges">Greatest producing weight of each channel; null where weights are unknown.</param>
/// <param name="ColumnRanges">Greatest consuming weight of each channel; null where weights are unknown.</param>
public sealed record InspectedGroup(
    int Index, int Channels, string[] Tensors, string[] Producers, string[] Consumers, int? DegenerateChannels, double[]? KernelRanges, double[]? ColumnRanges);

/// <summary>A layer some of whose outputs must keep factor 1.</summary>
/// <param name="Name">The layer.</param>
/// <param name="Operator">Its operator.</param>
/// <param name="PinnedOutputs">Outputs with factor 1.</param>
/// <param name="Outputs">All outputs.</param>
/// <param name="InGroup">Whether it lies in a group all the same, by a free input or by its other outputs.</param>
/// <param name="Reason">What pins them.</param>
public sealed record InspectedLayer(string Name, string Operator, int PinnedOutputs, int Outputs, bool InGroup, string Reason);
