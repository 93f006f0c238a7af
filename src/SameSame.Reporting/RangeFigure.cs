using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;

namespace SameSame.Reporting;

/// <summary>What one method does to the channel ranges of one model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Method">The method.</param>
/// <param name="Scheme">The scheme whose cell gave the factors; most methods give the same for all.</param>
/// <param name="Spreads">Layers, then tensors, in graph order; empty where they are missing.</param>
/// <param name="Missing">Why they are missing, in one line; null where they are there.</param>
public sealed record RangeFigure(string Model, string Method, QuantizationScheme Scheme, IReadOnlyList<ChannelSpread> Spreads, string? Missing)
{
    /// <summary>The spreads of one kind that say something: those of at least two live channels.</summary>
    public IReadOnlyList<ChannelSpread> Of(ChannelKind kind) => [.. Spreads.Where(s => s.Kind == kind && s.Live > 1)];

    /// <summary>Median over layers (or tensors) of the share of the range that the median channel uses, before and after; null where there are none.</summary>
    public (double Before, double After)? Utilisation(ChannelKind kind) => Of(kind) is { Count: > 0 } spreads
        ? (RangeQuantiles.Of([.. spreads.Select(s => s.Before.Median)]).Median, RangeQuantiles.Of([.. spreads.Select(s => s.After.Median)]).Median)
        : null;
}
