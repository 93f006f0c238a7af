using System.Runtime.Intrinsics.X86;

namespace SameSame.Evaluation.Sessions;

/// <summary>The widest integer instruction set of this CPU: int8 kernels round alike but run differently fast.</summary>
public static class CpuFeatures
{
    /// <summary>For example <c>avx2</c> or <c>avx512-vnni</c>.</summary>
    public static string InstructionSet =>
        Avx512BW.IsSupported ? (AvxVnni.IsSupported ? "avx512-vnni" : "avx512") : AvxVnni.IsSupported ? "avx-vnni" : Avx2.IsSupported ? "avx2" : "baseline";
}
