using SameSame.Quantization.Equalization;

namespace SameSame.Quantization.Search;

/// <summary>The noise that rounding one layer's weights adds, and its derivatives by the logarithms of the factors of its inputs and outputs.</summary>
internal sealed record LayerNoise(double Total, double[] ByInput, double[] ByOutput)
{
    public static LayerNoise Of(EqualizationLayer layer, double[] moments, double[] gains, double[] factors, double sharpness, double steps, bool perChannel)
    {
        var (outputs, perGroup) = (layer.OutputClasses.Length, layer.InputsPerGroup);
        var scale = Array.ConvertAll(layer.OutputClasses, c => factors[c]);
        var inverse = Array.ConvertAll(layer.InputClasses, c => 1 / factors[c]);
        var rows = new double[outputs];
        var columns = new double[inverse.Length];
        for (var o = 0; o < outputs; o++)
        {
            var first = layer.InputChannel(o, 0);
            var row = layer.Magnitudes.AsSpan(o * perGroup, perGroup);
            rows[o] = ScaledMaximum.Of(row, inverse.AsSpan(first, perGroup)) * scale[o];
            if (!perChannel)
                ScaledMaximum.Into(columns.AsSpan(first, perGroup), row, scale[o]);
        }

        for (var i = 0; i < columns.Length; i++)
            columns[i] *= inverse[i];
        var noise = new LayerNoise(0, new double[inverse.Length], new double[outputs]);
        return rows.Max() is > 0 and var max
            ? perChannel ? noise.PerChannel(layer, moments, gains, inverse, scale, rows, steps) : noise.PerTensor(layer, moments, gains, inverse, scale, rows, columns, max, sharpness, steps)
            : noise;
    }

    private LayerNoise PerTensor(
        EqualizationLayer layer, double[] moments, double[] gains, double[] inverse, double[] scale, double[] rows, double[] columns, double max, double sharpness, double steps)
    {
        var rowShares = Array.ConvertAll(rows, r => Math.Pow(r / max, sharpness));
        var columnShares = Array.ConvertAll(columns, c => Math.Pow(c / max, sharpness));
        var (rowNorm, columnNorm) = (rowShares.Sum(), columnShares.Sum());
        var range = steps * Math.Pow(max * Math.Pow(rowNorm, 1 / sharpness), 2);
        var (perGroup, perOutput, total) = (layer.InputsPerGroup, rows.Length / layer.Groups, 0.0);
        for (var g = 0; g < layer.Groups; g++)
        {
            double input = 0, output = 0;
            for (var i = g * perGroup; i < (g + 1) * perGroup; i++)
                input += moments[i] / (inverse[i] * inverse[i]);
            for (var o = g * perOutput; o < (g + 1) * perOutput; o++)
                output += rows[o] > 0 ? gains[o] / (scale[o] * scale[o]) : 0;
            for (var i = g * perGroup; i < (g + 1) * perGroup; i++)
                ByInput[i] = 2 * range * output * moments[i] / (inverse[i] * inverse[i]);
            for (var o = g * perOutput; o < (g + 1) * perOutput; o++)
                ByOutput[o] = rows[o] > 0 ? -2 * range * input * gains[o] / (scale[o] * scale[o]) : 0;
            total += range * input * output;
        }

        for (var i = 0; i < ByInput.Length; i++)
            ByInput[i] -= 2 * total * columnShares[i] / columnNorm;
        for (var o = 0; o < ByOutput.Length; o++)
            ByOutput[o] += 2 * total * rowShares[o] / rowNorm;
        return this with { Total = total };
    }

    // A row's own scale grows with its factor, and so does what it is measured against: only the inputs' factors matter.
    private LayerNoise PerChannel(EqualizationLayer layer, double[] moments, double[] gains, double[] inverse, double[] scale, double[] rows, double steps)
    {
        var (perGroup, perOutput, total) = (layer.InputsPerGroup, rows.Length / layer.Groups, 0.0);
        for (var g = 0; g < layer.Groups; g++)
        {
            double input = 0, output = 0;
            for (var i = g * perGroup; i < (g + 1) * perGroup; i++)
                input += moments[i] / (inverse[i] * inverse[i]);
            for (var o = g * perOutput; o < (g + 1) * perOutput; o++)
            {
                var noise = steps * gains[o] * Math.Pow(rows[o] / scale[o], 2);
                output += noise;
                ByInput[g * perGroup + Greatest(layer.Magnitudes.AsSpan(o * perGroup, perGroup), inverse.AsSpan(g * perGroup, perGroup))] -= 2 * noise * input;
            }

            for (var i = g * perGroup; i < (g + 1) * perGroup; i++)
                ByInput[i] += 2 * output * moments[i] / (inverse[i] * inverse[i]);
            total += input * output;
        }

        return this with { Total = total };
    }

    private static int Greatest(ReadOnlySpan<float> row, ReadOnlySpan<double> inverse)
    {
        var best = 0;
        for (var i = 1; i < row.Length; i++)
            best = row[i] * inverse[i] > row[best] * inverse[best] ? i : best;
        return best;
    }
}
