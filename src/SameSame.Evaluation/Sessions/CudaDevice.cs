namespace SameSame.Evaluation.Sessions;

/// <summary>A GPU as its driver names it.</summary>
/// <param name="Index">CUDA's number of it, from 0.</param>
/// <param name="Name">For example <c>NVIDIA H100 80GB HBM3</c>.</param>
/// <param name="Bytes">Memory in bytes.</param>
/// <param name="ComputeCapability">CUDA's version of its instruction set, for example <c>9.0</c>.</param>
public sealed record CudaDevice(int Index, string Name, long Bytes, string ComputeCapability);
