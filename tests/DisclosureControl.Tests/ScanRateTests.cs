using Xunit.Abstractions;

namespace Broker.DisclosureControl.Tests;

/// <summary>False alarms of the scan where sources report by chance, each independently of the others and at one rate for ever.</summary>
public sealed class ScanRateTests(ITestOutputHelper output)
{
    private const int Elected = 1;
    private const double TenYears = 130;

    private static readonly Lazy<NoisyCountry> Few = new(() => new NoisyCountry(VolumeClass.Small, 1_308, "scan by chance"));

    [Theory]
    [InlineData(0.05)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(20)]
    public void FalseAlarms_IndependentReports_AreNoMoreThanOneInTenYears(double rate)
    {
        var (alarms, blocks) = Count(Few.Value, _ => rate, $"chance {rate}", Run);
        Assert.False(Exceeds(alarms, blocks / TenYears), $"{alarms} in {blocks} blocks");
    }

    [Theory]
    [InlineData("NoBonferroni")]
    [InlineData("NoChance")]
    public void FalseAlarms_BrokenScan_Exceed(string mistake)
    {
        var (alarms, blocks) = Count(Few.Value, _ => 20, "broken", Slowly(mistake));
        Assert.True(Exceeds(alarms, blocks / TenYears), $"{alarms} in {blocks} blocks");
    }

    [Fact]
    public void FalseAlarms_ReportsThatComeThreeAtATime_AreMore()
    {
        // The limit of the claim, which the page says: three sources on one event are not independent.
        var random = new SeededRandom("three at a time");
        var (alarms, blocks) = CountAreas(Few.Value, () => [.. ScanCountry.PoissonAreas(7, random).Select(events => 3 * events)], Run);
        Assert.True(Exceeds(alarms, blocks / TenYears), $"{alarms} in {blocks} blocks");
    }

    [Trait("Category", "Soak")]
    [Theory]
    [InlineData(VolumeClass.Small, 0.05)]
    [InlineData(VolumeClass.Small, 0.3)]
    [InlineData(VolumeClass.Small, 1)]
    [InlineData(VolumeClass.Small, 5)]
    [InlineData(VolumeClass.Small, 20)]
    [InlineData(VolumeClass.Medium, 5)]
    [InlineData(VolumeClass.Medium, 20)]
    [InlineData(VolumeClass.Large, 20)]
    [InlineData(VolumeClass.Small, -1)]
    public void FalseAlarms_ManyYears_AreNoMoreThanOneInTenYears(VolumeClass volume, double rate)
    {
        var (alarms, blocks, ofBaseline) = (0, 0, 0);
        for (var part = 0; part < 5; part++)
        {
            // A negative rate stands for a country in which one area in six is busy and the others are nearly silent.
            var country = new NoisyCountry(volume, 3_708, $"soak {part}");
            var (more, judged) = Count(country, area => rate > 0 ? rate : area % 6 == 0 ? 20 : 0.1, $"soak {rate} {part}", Run);
            (alarms, blocks) = (alarms + more, blocks + judged);
            ofBaseline += rate == 5 ? Count(country, _ => rate, $"soak {rate} {part}", Slowly(nameof(SlowScan.Mistake.ChanceOfTheBaseline))).Alarms : 0;
        }

        output.WriteLine($"{volume}, rate {rate}: {alarms * TenYears / blocks:F2} in ten years; broken, at rate 5, {ofBaseline * TenYears / blocks:F2}");
        Assert.False(Exceeds(alarms, blocks / TenYears), $"{alarms} in {blocks} blocks");
        Assert.True(rate != 5 || volume != VolumeClass.Small || Exceeds(ofBaseline, blocks / TenYears), "a broken scan is not told from ours");
    }

    private static bool Exceeds(int seen, double expected)
    {
        // A count this far above a Poisson mean has a chance of less than one in a thousand.
        return seen > expected + (3.1 * Math.Sqrt(expected)) + 1;
    }

    private static bool Run(MeasuredTable[] newest) =>
        SpaceTimeScan.Run(newest[0], newest[1..], Elected, ScanCountry.Neighbours()).Status == ScanStatus.Pattern;

    private static Func<MeasuredTable[], bool> Slowly(string mistake)
    {
        var scan = new SlowScan(Enum.Parse<SlowScan.Mistake>(mistake));
        var zones = ScanZones.Of(ScanCountry.Neighbours(), NoisyCountry.Areas);
        return newest => scan.Run(newest, Elected, zones) is not null;
    }

    private static (int Alarms, int Blocks) Count(NoisyCountry country, Func<int, double> rate, string seed, Func<MeasuredTable[], bool> alarms)
    {
        var random = new SeededRandom(seed);
        return CountAreas(country, () => [.. Enumerable.Range(0, NoisyCountry.Areas).Select(area => ScanCountry.Poisson(rate(area), random))], alarms);
    }

    private static (int Alarms, int Blocks) CountAreas(NoisyCountry country, Func<int[]> areas, Func<MeasuredTable[], bool> alarms)
    {
        var finals = Enumerable.Range(0, country.Blocks).Select(block => country.Final(block, areas())).ToArray();
        var blocks = Enumerable.Range(SpaceTimeScan.FinalsBefore, finals.Length - SpaceTimeScan.FinalsBefore).ToArray();
        return (blocks.Count(now => alarms(SpaceTimeScanTests.Newest(finals, now))), blocks.Length);
    }
}
