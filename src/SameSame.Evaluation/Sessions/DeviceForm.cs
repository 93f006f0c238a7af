using SameSame.Evaluation.Preprocessing;
using SameSame.Onnx;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Onnx.Schema;

namespace SameSame.Evaluation.Sessions;

/// <summary>A graph as a device is given it.</summary>
public static class DeviceForm
{
    /// <summary>
    /// The bytes of a session. A CPU gets the measured form. A GPU normalizes pixels by itself and computes on the real numbers that integers stand for
    /// (<see cref="SessionSettings.SimulatesIntegers"/>).
    /// </summary>
    /// <param name="model">The graph.</param>
    /// <param name="input">The model's preprocessing.</param>
    /// <param name="settings">The device.</param>
    public static byte[] Of(ModelProto model, InputSpec input, SessionSettings settings)
    {
        var form = MeasuredForm.Of(model);
        if (settings.SimulatesIntegers)
            form = SimulatedForm.Of(form);
        var bytes = form.Graph.Input[0].Type.TensorType.ElemType == (int)OnnxDataType.UInt8;
        return OnnxFile.ToBytes(settings.Accelerator is null || bytes ? form : InputPrologue.Prepend(form, input));
    }
}
