using Orleans.Runtime;

namespace SameSame.Grains.Storage;

/// <summary>Writes that leave a grain in a known state.</summary>
internal static class PersistentStateExtensions
{
    /// <summary>
    /// Writes; on failure the grain drops itself, since what it holds is neither what is stored nor what was. The next call starts from storage.
    /// </summary>
    public static async Task WriteOrDropAsync<T>(this IPersistentState<T> state, IGrainContext grain)
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch (Exception e)
        {
            grain.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, e, "a state write failed"));
            throw;
        }
    }
}
