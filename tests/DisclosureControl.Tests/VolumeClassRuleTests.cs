namespace Broker.DisclosureControl.Tests;

public sealed class VolumeClassRuleTests
{
    [Theory]
    [InlineData(0, VolumeClass.Small)]
    [InlineData(150, VolumeClass.Small)]
    [InlineData(250, VolumeClass.Medium)]
    [InlineData(1_900, VolumeClass.Medium)]
    [InlineData(2_100, VolumeClass.Large)]
    public void After_ABlockOfSources_IsTheClassOfItsNoisyTotal(int sources, VolumeClass expected)
    {
        var table = Plans.Run(Plans.Make(), [.. Plans.Sources(0, sources, 500, area: 0)], new SeededRandom("volume"));
        Assert.Equal(expected, VolumeClassRule.After(table));
    }

    // The class is public: sources that caveats keep out of the most open tier do not show in it.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void After_ABlockOfSourcesInClosedStrata_IsSmall(int stratum)
    {
        var table = Plans.Run(Plans.Make(), [.. Plans.Sources(0, 2_100, 500, area: 0, stratum: stratum)], new SeededRandom("closed volume"));
        Assert.Equal(VolumeClass.Small, VolumeClassRule.After(table));
    }

    [Fact]
    public void After_NoFinal_IsSmall() => Assert.Equal(VolumeClass.Small, VolumeClassRule.After(null));

    [Fact]
    public void After_AFlash_Throws()
    {
        var flash = Plans.Make(VolumeClass.Medium, vintage: ReleaseVintage.Flash, period: "2014-W06");
        Assert.Throws<ArgumentException>(() => VolumeClassRule.After(Plans.Run(flash, [], new SeededRandom("flash"))));
    }

    [Fact]
    public void DecidingBlock_OfAnyPeriod_IsTheLastWhoseFinalIsMeasuredBeforeItsBlockNeedsTheClass()
    {
        for (var block = FourWeekCalendar.Parse("2013-01"); block <= FourWeekCalendar.Parse("2015-13"); block = block.Next())
        {
            var final = MeasuredPeriod.Final(block);
            Assert.Equal(block.Next(-1), VolumeClassRule.DecidingBlock(final));
            Assert.True(VolumeClassRule.DecidingBlock(final).FinalCutOff < final.CutOff);
            for (var week = IsoWeek.Containing(block.Start); week.Block == block; week = week.Next())
            {
                var decides = VolumeClassRule.DecidingBlock(MeasuredPeriod.Flash(week));
                Assert.True(decides.FinalCutOff < new DateTimeOffset(block.Start, TimeOnly.MinValue, TimeSpan.Zero));
                Assert.True(decides.Next().FinalCutOff > new DateTimeOffset(block.Start, TimeOnly.MinValue, TimeSpan.Zero));
            }
        }
    }
}
