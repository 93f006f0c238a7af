using SameSame.Client.Sweeps;
using SameSame.Contracts.Sweeps;

namespace SameSame.Client.Tests;

public class SweepOverviewTests
{
    [Theory]
    [InlineData(SweepState.Running, 0, false, "running")]
    [InlineData(SweepState.Running, 0, true, "interrupted")]
    [InlineData(SweepState.Paused, 0, true, "paused")]
    [InlineData(SweepState.Cancelled, 4, true, "cancelled")]
    [InlineData(SweepState.Removing, 0, false, "removing")]
    [InlineData(SweepState.Finished, 0, true, "finished")]
    [InlineData(SweepState.Finished, 3, true, "finished")]
    [InlineData(SweepState.Finished, 4, true, "failed")]
    public void A_state_is_what_people_would_call_it(SweepState state, int failed, bool nobodyWorks, string expected)
    {
        var status = new SweepStatus { Id = "s", State = state, Cells = new CellCounts { Total = 4, Failed = failed } };
        Assert.Equal(expected, SweepOverview.StateOf(status, nobodyWorks));
    }
}
