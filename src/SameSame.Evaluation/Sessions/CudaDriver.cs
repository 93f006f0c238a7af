using System.Runtime.InteropServices;
using System.Text;

namespace SameSame.Evaluation.Sessions;

/// <summary>
/// What the NVIDIA driver of this machine says of its GPUs. ONNX Runtime lists devices by what the operating system shows of displays and PCI, which a container or a
/// small virtual machine may hide, and without regard to <c>CUDA_VISIBLE_DEVICES</c>; CUDA's numbers are those of the driver.
/// </summary>
public static unsafe class CudaDriver
{
    private const int ComputeCapabilityMajor = 75, ComputeCapabilityMinor = 76;
    private static readonly Lazy<IReadOnlyList<CudaDevice>> Looked = new(Look);

    /// <summary>The GPUs in CUDA's order; empty without a driver or a GPU. Asked once a process.</summary>
    public static IReadOnlyList<CudaDevice> Devices => Looked.Value;

    private static IReadOnlyList<CudaDevice> Look()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var driver))
            return [];
        // The library stays loaded: ONNX Runtime's provider uses it too.
        var init = (delegate* unmanaged<uint, int>)Function(driver, "cuInit");
        var count = (delegate* unmanaged<int*, int>)Function(driver, "cuDeviceGetCount");
        var found = 0;
        if (init == null || count == null || init(0) != 0 || count(&found) != 0)
            return [];
        return [.. Enumerable.Range(0, found).Select(i => Describe(driver, i))];
    }

    private static CudaDevice Describe(nint driver, int index)
    {
        var name = (delegate* unmanaged<byte*, int, int, int>)Function(driver, "cuDeviceGetName");
        var memory = (delegate* unmanaged<nuint*, int, int>)Function(driver, "cuDeviceTotalMem_v2");
        var attribute = (delegate* unmanaged<int*, int, int, int>)Function(driver, "cuDeviceGetAttribute");
        var text = stackalloc byte[128];
        nuint bytes = 0;
        int major = 0, minor = 0;
        var named = name != null && name(text, 127, index) == 0;
        _ = memory == null ? 0 : memory(&bytes, index);
        _ = attribute == null ? 0 : attribute(&major, ComputeCapabilityMajor, index) + attribute(&minor, ComputeCapabilityMinor, index);
        return new CudaDevice(index, named ? Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text)) : "GPU", (long)bytes, $"{major}.{minor}");
    }

    private static void* Function(nint library, string name) => NativeLibrary.TryGetExport(library, name, out var address) ? (void*)address : null;
}
