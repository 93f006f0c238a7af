using SameSame.Quantization.Equalization;

namespace SameSame.Contracts.Surrogates;

/// <summary>The wire form of <see cref="ChannelSpread"/>.</summary>
[GenerateSerializer, Alias("samesame.channel-spread")]
public struct ChannelSpreadSurrogate
{
    /// <summary>Layer or tensor.</summary>
    [Id(0)] public string Name;

    /// <summary>What its channels are.</summary>
    [Id(1)] public ChannelKind Kind;

    /// <summary>All channels.</summary>
    [Id(2)] public int Channels;

    /// <summary>Live channels.</summary>
    [Id(3)] public int Live;

    /// <summary>Quantiles from low to high, first of before, then of after.</summary>
    [Id(4)] public double[] Quantiles;
}

/// <summary>Converts between the two.</summary>
[RegisterConverter]
public sealed class ChannelSpreadConverter : IConverter<ChannelSpread, ChannelSpreadSurrogate>
{
    /// <inheritdoc/>
    public ChannelSpread ConvertFromSurrogate(in ChannelSpreadSurrogate s) => new(s.Name, s.Kind, s.Channels, s.Live, Read(s.Quantiles.AsSpan(0, 5)), Read(s.Quantiles.AsSpan(5, 5)));

    /// <inheritdoc/>
    public ChannelSpreadSurrogate ConvertToSurrogate(in ChannelSpread v) =>
        new() { Name = v.Name, Kind = v.Kind, Channels = v.Channels, Live = v.Live, Quantiles = [.. Write(v.Before), .. Write(v.After)] };

    private static RangeQuantiles Read(ReadOnlySpan<double> q) => new(q[0], q[1], q[2], q[3], q[4]);

    private static double[] Write(RangeQuantiles q) => [q.P10, q.P25, q.Median, q.P75, q.P90];
}
