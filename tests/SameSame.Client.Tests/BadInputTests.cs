using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary>Bad input: exit code 2, one clear line on standard error, nothing on standard output, no stack trace.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BadInputTests()
    {
        var whole = File.ReadAllBytes(Path.Combine(Places.Fashion, "models", "fashion_resnet.onnx"));
        File.WriteAllBytes(_folder["truncated.onnx"], whole[..10_000]);
        File.WriteAllBytes(_folder["empty.onnx"], []);
        _folder.Write("text.onnx", "name: this is YAML");
        _folder.Write("empty.yaml", "");
        _folder.Write("malformed.yaml", "name: [");
        _folder.Write("list.txt", "missing.png 0\n");
        _folder.Write("images/x", "");
        _folder.Write("nolist.yaml", "name: d\nroot: images\nlist: list.txt\ncalibration: { root: images, list: list.txt }");
        _folder.Write("missing-image.yaml", $"name: s\nzoo: {Places.Fashion}/zoo.yaml\ndataset: nolist.yaml\n");
        _folder.Write("good.yaml", $"name: s\nzoo: {Places.Fashion}/zoo.yaml\ndataset: {Places.Fashion}/dataset.yaml\n");
    }

    public static TheoryData<string, string> Commands => new()
    {
        { "sweep run {0}/nope.yaml", "nope.yaml: no such file" },
        { "sweep run {0}/empty.yaml", "empty.yaml: the file is empty" },
        { "sweep run {0}/malformed.yaml", "malformed.yaml: line 1, column 7: the '[' that opens here is never closed" },
        { "sweep run {0}/missing-image.yaml --data {0}/d", "missing.png does not exist" },
        { "sweep run {0}/good.yaml --methods two-stp", "unknown method 'two-stp': did you mean two-step?" },
        { "sweep run {0}/good.yaml --bits 1/8", "bits '1/8': expected weights/activations" },
        { "sweep run {0}/good.yaml --bits 8", "bits '8': expected weights/activations" },
        { "sweep run {0}/good.yaml --absorb-biases maybe", "--absorb-biases 'maybe': expected false, true" },
        { "sweep run {0}/good.yaml --images none", "--images 'none': expected a positive number, or all" },
        { "sweep run {0}/good.yaml --models x* --data {0}/d", "no model matches 'x*'" },
        { "sweep run {0}/good.yaml --zoo {0}/nope", "nope does not exist" },
        { "sweep run {0}/good.yaml --cluster nowhere", "--cluster 'nowhere': expected ADDRESS:PORT" },
        { "sweep status s-1 --data {0}/d", "no sweep 's-1'" },
        { "sweep export s-1 -o {0}/o.onnx --data {0}/d", "no sweep 's-1'" },
        { "inspect {0}/nope.onnx", "nope.onnx: no such file" },
        { "inspect {0}/empty.onnx", "empty.onnx: the file is empty" },
        { "inspect {0}/truncated.onnx", "truncated.onnx: not an ONNX model, or truncated" },
        { "equalize {0}/text.onnx -o {0}/o.onnx", "text.onnx: not an ONNX model" },
        { "quantize {0}/truncated.onnx -o {0}/o.onnx", "truncated.onnx: not an ONNX model, or truncated" },
        { "evaluate {0}/empty.onnx", "empty.onnx: the file is empty" },
        { "quantize {1}/models/fashion_resnet.onnx -o {0}/o.onnx --bits 8/32", "bits '8/32'" },
        { "quantize {1}/models/fashion_resnet.onnx -o {0}/o.onnx --method best", "unknown method 'best'" },
        { "quantize {1}/models/fashion_resnet.onnx -o {0}/o.onnx --granularity per-tensr", "did you mean per-tensor?" },
        { "evaluate {1}/models/fashion_resnet.onnx --dataset {0}/nope.yaml", "nope.yaml: no such file" },
        { "quantize {1}/models/fashion_resnet.onnx", "--output" },
        { "sweep run {0}/good.yaml --confidence abc", "--confidence 'abc': expected a number" },
        { "sweep run {0}/good.yaml --priority 0", "--priority '0': expected 1 to 100" },
        { "sweep run {0}/good.yaml --method none", "unknown option '--method': did you mean --methods?" },
        { "sweep run {0}/good.yaml other.yaml", "'other.yaml' is one value too many for 'samesame sweep run'" },
        { "sweep run", "'samesame sweep run' needs SPEC: The sweep.yaml." },
        { "sweep run {0}/good.yaml --json {0}", "is a folder, not a file" },
        { "sweep run {0}/good.yaml --bits", "--bits needs a value" },
        { "sweep list --data {0}/d --data {0}/e", "--data is given more than once" },
        { "sweep list --data {0}/good.yaml/d", "good.yaml is a file, not a folder; name a folder that can be written" },
        { "sweep list --data /sys", "--data /sys/lock: access is denied; name a folder that can be written" },
        { "sweep list --tls {0}", "--tls says how to reach a cluster; name its gateway with --cluster" },
        { "cluster --cluster 127.0.0.1:1", "--cluster 127.0.0.1:1: no gateway takes this client: none listens there" },
        { "inspect {0}", "is a folder, not a file" },
        { "leaderboard --format xml", "unknown format 'xml'" },
        { "leaderbord", "unknown command 'leaderbord': did you mean leaderboard?" },
        { "sweep rnu x", "unknown command 'rnu': did you mean run?" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Is_one_line(string command, string expected)
    {
        string[] args = [.. command.Split(' ').Select(a => a.Replace("{0}", _folder.Root, StringComparison.Ordinal).Replace("{1}", Places.Fashion, StringComparison.Ordinal))];
        var result = await Cli.RunAsync(args);
        Assert.Equal(ExitCodes.NothingStarted, result.Code);
        var line = Assert.Single(result.Complaints);
        Assert.StartsWith("samesame: ", line, StringComparison.Ordinal);
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.False(File.Exists(_folder["o.onnx"]));
    }

    [Theory]
    [InlineData("", "leaderboard")]
    [InlineData("sweep", "resume")]
    [InlineData("zoo", "check")]
    public async Task A_group_of_commands_alone_shows_what_is_in_it(string group, string expected)
    {
        var result = await Cli.RunAsync(group.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((ExitCodes.Done, ""), (result.Code, result.Error));
        Assert.Contains($"  {expected} ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_nobody_describes_says_where_to_describe_it()
    {
        File.Copy(Path.Combine(Places.Fashion, "models", "fashion_resnet.onnx"), _folder["alone.onnx"]);
        var result = await Cli.RunAsync("evaluate", _folder["alone.onnx"]);
        Assert.Equal((ExitCodes.NothingStarted, $"samesame: {_folder["alone.onnx"]}: its preprocessing is not known; list the file in a zoo.yaml and pass it with --zoo"),
            (result.Code, Assert.Single(result.Complaints)));
    }
}
