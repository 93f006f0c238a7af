using System.Text.Json.Nodes;
using Deploy.Tests.Support;

namespace Deploy.Tests.Charts;

/// <summary>The chart's README, its values and their schema say the same.</summary>
public sealed class ChartReadmeTests
{
    private const string Begin = "<!-- values -->\n", End = "<!-- end of values -->";
    private static readonly string Readme = Path.Combine(Helm.Chart, "README.md"), Values = Path.Combine(Helm.Chart, "values.yaml");

    /// <summary>With <c>UPDATE_CHART_README=1</c> it writes the table instead.</summary>
    [Fact]
    public void The_table_of_the_README_is_that_of_the_values()
    {
        var text = File.ReadAllText(Readme);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var expected = ValuesTable.Of(File.ReadAllText(Values));
        if (Environment.GetEnvironmentVariable("UPDATE_CHART_README") == "1")
            File.WriteAllText(Readme, text[..from] + expected + text[to..]);
        else
            Assert.Equal(expected, text[from..to]);
    }

    [Fact]
    public void Every_value_is_described_and_in_the_schema()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Helm.Chart, "values.schema.json")))!;
        var values = (Dictionary<object, object?>)new YamlDotNet.Serialization.Deserializer().Deserialize(File.ReadAllText(Values))!;
        var table = ValuesTable.Of(File.ReadAllText(Values));
        Check(values, schema, "");

        void Check(Dictionary<object, object?> from, JsonNode node, string path)
        {
            Assert.False((bool)node["additionalProperties"]!, path);
            foreach (var (key, value) in from)
            {
                var own = node["properties"]![(string)key];
                Assert.True(own is not null, $"{path}{key} is not in values.schema.json");
                // A section is described value by value, or as a whole.
                if (!table.Contains($"| `{path}{key}` |", StringComparison.Ordinal))
                    Check(Assert.IsType<Dictionary<object, object?>>(value), own!, $"{path}{key}.");
            }
        }
    }
}
