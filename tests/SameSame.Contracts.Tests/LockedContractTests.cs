using SameSame.Contracts.Sweeps;
using SameSame.Grains.Sweeps;

namespace SameSame.Contracts.Tests;

/// <summary>
/// The contract between versions is a file that people review. A silo of the next version reads what this one stored and answers what this one
/// calls: add members under new numbers; never change the number, type or alias of one that is there.
/// </summary>
public class LockedContractTests
{
    [Fact]
    public void Records_calls_and_states_are_those_of_the_reviewed_file()
    {
        var path = Path.Combine(Root(), "tests", "SameSame.Contracts.Tests", "contract.txt");
        var now = ContractText.Of([typeof(SweepSpec).Assembly, typeof(SweepRecord).Assembly]);
        var expected = File.Exists(path) ? File.ReadAllText(path) : "";
        if (expected == now)
            return;
        var written = Path.Combine(Path.GetTempPath(), "contract.txt");
        File.WriteAllText(written, now);
        var (old, fresh) = (expected.Split('\n'), now.Split('\n'));
        Assert.Fail($"the contract changed; review {written} against contract.txt and, if older silos can live with it, copy it there.\ngone: {string.Join(" | ", old.Except(fresh))}\nnew: {string.Join(" | ", fresh.Except(old))}");
    }

    [Fact]
    public void Every_stored_state_carries_its_schema_version_under_number_0()
    {
        var states = ContractText.Of([typeof(SweepRecord).Assembly]).Split("\n\n");
        foreach (var alias in new[] { "sweep-record", "cell-ledger", "profile-state", "result-page", "leaderboard-page", "model-list-page", "sweep-directory" })
            Assert.Contains(states, s => s.TrimStart().StartsWith($"record samesame.{alias}\n  0 Int32 Schema\n", StringComparison.Ordinal));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Cluster.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
