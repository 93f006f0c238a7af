using Microsoft.Extensions.Configuration;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Silos;

namespace SameSame.Hosting.Tests;

public class DeviceSettingsTests
{
    [Fact]
    public void Silence_is_slots_as_the_cores_have_room_for_and_CUDA()
    {
        var settings = Settings();
        Assert.Equal(new DeviceSettings(null, 1, "CUDAExecutionProvider"), settings);
        Assert.NotEmpty(settings.Detect().Slots);
    }

    [Fact]
    public void What_is_set_is_what_there_is()
    {
        var settings = Settings(("CpuSlots", "3"), ("CpuThreads", "2"), ("GpuProvider", "TensorrtExecutionProvider"));
        Assert.Equal(new DeviceSettings(3, 2, "TensorrtExecutionProvider"), settings);
        Assert.Equal([2, 2, 2], settings.Detect().Slots.Where(s => s.Kind == "cpu").Select(s => s.Threads));
        Assert.DoesNotContain(Settings(("CpuSlots", "0")).Detect().Slots, s => s.Kind == "cpu");
    }

    [Theory]
    [InlineData("CpuSlots", "many", "SameSame:CpuSlots 'many': expected a whole number from 0 to 1024; it comes from the settings file or from SAMESAME_SameSame__CpuSlots")]
    [InlineData("CpuSlots", "-1", "SameSame:CpuSlots '-1': expected a whole number from 0 to 1024")]
    [InlineData("CpuThreads", "0", "SameSame:CpuThreads '0': expected a whole number from 1 to 1024")]
    [InlineData("GpuProvider", "cuda", "SameSame:GpuProvider 'cuda': expected CUDAExecutionProvider or TensorrtExecutionProvider")]
    public void A_value_that_makes_no_sense_is_named_with_what_was_expected(string key, string value, string message) =>
        Assert.StartsWith(message, Assert.Throws<SpecException>(() => Settings((key, value))).Message, StringComparison.Ordinal);

    private static DeviceSettings Settings(params (string Key, string Value)[] values) => DeviceSettings.Of(new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(v => KeyValuePair.Create($"SameSame:{v.Key}", (string?)v.Value))).Build());
}
