namespace SameSame.Client.Zoo;

/// <summary>What a check found of one model.</summary>
/// <param name="Ok">Whether all is well.</param>
/// <param name="Line">One line about it.</param>
/// <param name="Top1">FP32 top-1 in percent where it was measured, all is well and the catalogue states none for the dataset; else null.</param>
/// <param name="Measurable">Whether a sweep can measure it, whatever is against its figures.</param>
internal sealed record CheckedModel(bool Ok, string Line, double? Top1 = null, bool Measurable = true);
