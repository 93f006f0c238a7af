using SameSame.Evaluation.Preprocessing;
using SameSame.Onnx;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Inspection;
using SameSame.Onnx.IO;
using SameSame.Quantization.Schemes;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Plausibility;

/// <summary>Small networks that once gave wrong numbers, or were refused though they are valid: each through all stages of a cell.</summary>
public sealed class FaultTests : IDisposable
{
    private const int Images = 32;
    private static readonly string[] Methods = ["none", "one-step", "two-step", "cle", "smooth"];
    private readonly TemporaryFolder _cache = new();

    /// <summary>File, and which layers stay real for what reason; empty where everything can be quantized.</summary>
    public static TheoryData<string, string> Measured => new()
    {
        { "opset7_bn_relu", "" }, { "opset8_bn_relu", "" }, { "opset9_relu", "" }, { "opset7_clip_attributes", "" }, { "opset9_upsample", "" }, { "model_function", "" },
        { "input_without_shape", "" }, { "clip_no_bounds", "" }, { "clip_inverted", "" }, { "clip_computed", "" }, { "bias_computed", "" }, { "bias_depends_on_input", "" },
        { "dynamic_weight_conv", "inputs in floating point: Conv14" }, { "bn_fold_bias_via_cast", "" }, { "zero_kernel_bias_via_cast", "" }, { "zero_kernel_bias_value_floats", "" },
        { "const_fold_into_computed_bias", "" }, { "fp64_model", "" }, { "uint8_input", "" }, { "if_const", "" }, { "if_dynamic", "weights in floating point: eb_o, tb_o" },
        { "if_captures_weight", "weights in floating point: tb_o" }, { "fixed_batch7", "" }, { "names_clash_with_ours", "" }, { "opset6_clip_attr", "" },
        { "near_dead_channel", "" }, { "dead_channels", "" }, { "bias_via_reshape", "" }, { "bias_via_cast_fp16", "" }, { "constant_value_floats", "" },
        { "concat_input_features_conv", "" }, { "slice_conv_small_w", "" }, { "pad_value_out_of_range", "" }, { "zero_layer", "" }, { "matmul_3d_weight", "" },
        { "weight_via_cast", "" }, { "weight_via_transpose", "" }, { "layernorm_matmul", "" }, { "intermediate_output", "" }, { "local_function", "" }, { "ms_fused_conv", "" },
        { "lstm_net", "weights in floating point: LSTM15" }, { "ir3_opset8_zoo_style", "" }, { "int64_add_reshape", "" }, { "scalar_side_computation", "" }, { "matmul_vector", "" },
        { "if_captures_activation", "" }, { "topk_tail", "" }, { "argmax_tail", "" }, { "maxpool_neg_pad", "" },
    };

    /// <summary>File, and what the one line must name.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { "nan_weight", "'wd'" }, { "nan_weight", "not finite" }, { "inf_weight", "'c7'" }, { "inf_weight", "not finite" }, { "cycle", "cycle" }, { "no_output", "output" },
        { "custom_domain", "com.acme" }, { "custom_domain", "FancyAct" },
    };

    public void Dispose() => _cache.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Measured))]
    public void A_network_that_failed_is_measured_at_every_width_and_nothing_is_lost_in_silence(string file, string real)
    {
        var lab = Open(file);
        Assert.True(lab.Drift(lab.Factors("none", new QuantizationScheme(new BitWidths(8, 8)))) <= 1e-5, "folding changed the function");
        foreach (var granularity in GranularityNames.All)
        {
            foreach (var bits in new[] { "8/8", "6/6", "4/8", "8/16", "16/16" })
            {
                var cell = lab.Quantize(bits, granularity);
                var figures = lab.Measure(cell);
                Assert.False(figures.Gate.Implausible, $"{bits} {granularity}: {figures.Gate.MeasuredDb:0.0} dB where {figures.Gate.PredictedDb:0.0} were predicted");
                Assert.Equal(real.Length == 0 ? "all weights and layer inputs are quantized" : real, cell.Export.Real.ToString());
                // This one's bound is a maximum over the batch, so batches of another size take it beyond its calibrated range.
                if (bits == "16/16" && file != "clip_computed")
                    Assert.True(lab.BeyondTheImage(cell).Measured >= 60, $"{granularity}: {lab.BeyondTheImage(cell).Measured:0.0} dB at 16/16 once the image's own rounding is out of the way");
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Measured))]
    public void Every_method_is_exact_on_it_and_passes_the_gate(string file, string real)
    {
        var lab = Open(file);
        foreach (var method in Methods)
        {
            Assert.True(lab.Drift(lab.Factors(method, new QuantizationScheme(new BitWidths(8, 8)))) <= 1e-4, $"{method} drifts");
            foreach (var correction in new[] { "none", "analytic" })
                Assert.False(lab.Measure(lab.Quantize("8/8", "per-channel", method, correction)).Gate.Implausible, $"{method} {correction}");
        }

        Assert.NotNull(real);
    }

    [SkippableTheory]
    [MemberData(nameof(Refused))]
    public void A_network_that_cannot_be_used_is_refused_when_it_is_read_in_one_line(string file, string named)
    {
        var path = Path.Combine(Places.Faults, $"{file}.onnx");
        var e = Assert.Throws<OnnxFormatException>(() => Network.Load(path));
        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [SkippableFact]
    public void Weights_that_overflow_are_an_error_that_names_the_layer()
    {
        var lab = Open("huge_range");
        foreach (var bits in new[] { "8/8", "16/16" })
            Assert.Contains("layer '", Assert.Throws<OnnxFormatException>(() => lab.Quantize(bits, "per-tensor")).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Without_a_catalogue_an_input_without_a_shape_is_an_error_that_says_where_to_state_it() => Assert.Contains(
        "input 'x' has no shape; list the file in a zoo.yaml", Assert.Throws<OnnxFormatException>(() => Network.Load(Path.Combine(Places.Faults, "input_without_shape.onnx"))).Message, StringComparison.Ordinal);

    [SkippableFact]
    public void Inspection_names_what_stays_real()
    {
        var found = NetworkInspection.Of(Network.Load(Path.Combine(Places.Faults, "lstm_net.onnx")));
        Assert.Contains(found.Real.Weights, w => w == "LSTM15");
    }

    private CellLab Open(string file)
    {
        var path = Path.Combine(Places.Faults, $"{file}.onnx");
        // The names of the two generators' inputs tell them apart.
        var input = OnnxFile.Load(path).Graph.Input[0].Name == "x"
            ? new InputSpec { Height = 16, Width = 16, Mean = [0.5, 0.5, 0.5], Std = [0.5, 0.5, 0.5] }
            : new InputSpec { Height = 28, Width = 28, Order = "gray", Mean = [0.286], Std = [0.353] };
        // Calibrated and measured on the same pictures: what unseen ones exceed is no fault of the graph.
        return new CellLab(Network.Load(path, input.TensorShape), MadeImages.Batches(_cache, input, Images, 1), MadeImages.Batches(_cache, input, Images, 1));
    }
}
