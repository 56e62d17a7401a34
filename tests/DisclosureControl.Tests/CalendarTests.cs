using System.Globalization;

namespace Broker.DisclosureControl.Tests;

public sealed class CalendarTests
{
    [Theory]
    [InlineData(0, "2013-01", "2012-12-31")]
    [InlineData(1, "2013-02", "2013-01-28")]
    [InlineData(13, "2014-01", "2013-12-30")]
    [InlineData(-1, "2012-13", "2012-12-03")]
    public void FromOrdinal_KnownBlocks_HaveTheirNames(int ordinal, string id, string start)
    {
        var block = FourWeekCalendar.FromOrdinal(ordinal);
        Assert.Equal(id, block.Id.ToString());
        Assert.Equal(DateOnly.ParseExact(start, "yyyy-MM-dd", CultureInfo.InvariantCulture), block.Start);
        Assert.Equal(block, FourWeekCalendar.Parse(id));
    }

    [Fact]
    public void EveryBlock_OfALongRange_BeginsOnMondayFollowsTheLastAndNamesItself()
    {
        var (lastYear, number) = (0, 0);
        for (var ordinal = -1_400; ordinal < 2_400; ordinal++)
        {
            var block = FourWeekCalendar.FromOrdinal(ordinal);
            Assert.Equal(DayOfWeek.Monday, block.Start.DayOfWeek);
            Assert.Equal(block.End, FourWeekCalendar.FromOrdinal(ordinal + 1).Start);
            Assert.Equal(block, FourWeekCalendar.Containing(block.Start));
            Assert.Equal(block, FourWeekCalendar.Containing(block.End.AddDays(-1)));
            Assert.True(FourWeekCalendar.TryParse(block.Id.ToString(), out var parsed));
            Assert.Equal(block, parsed);

            // The name, recounted slowly: one more than the blocks before with the same year.
            var year = ISOWeek.GetYear(block.Start.ToDateTime(TimeOnly.MinValue));
            number = year == lastYear ? number + 1 : 1;
            lastYear = year;
            if (ordinal > -1_380)
            {
                Assert.Equal((year, number), (block.Id.Year, block.Id.Number));
            }
        }
    }

    [Fact]
    public void FinalCutOff_OfABlock_IsThreeWeeksAfterItsEnd()
    {
        Assert.Equal(
            new DateTimeOffset(2014, 2, 17, 0, 0, 0, TimeSpan.Zero),
            FourWeekCalendar.Parse("2014-01").FinalCutOff);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2014-1")]
    [InlineData("2014-00")]
    [InlineData("2014-15")]
    [InlineData("2014_01")]
    [InlineData(" 014-01")]
    [InlineData("2014-01 ")]
    [InlineData("1899-01")]
    [InlineData("2200-01")]
    public void Parse_NotABlock_IsRefused(string text)
    {
        Assert.False(FourWeekCalendar.TryParse(text, out _));
        Assert.Throws<FormatException>(() => FourWeekCalendar.Parse(text));
    }

    [Fact]
    public void Parse_NumberThatTheYearDoesNotReach_IsRefused()
    {
        Assert.True(PeriodId.TryParse("2014-13", out _));
        Assert.False(PeriodId.TryParse("2014-14", out _));
    }

    [Fact]
    public void FromOrdinal_OutsideTheNamedYears_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FourWeekCalendar.FromOrdinal(-10_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => FourWeekCalendar.Containing(new DateOnly(2300, 1, 1)));
    }

    [Theory]
    [InlineData(0, "2013-W01", "2012-12-31")]
    [InlineData(-1, "2012-W52", "2012-12-24")]
    [InlineData(56, "2014-W05", "2014-01-27")]
    [InlineData(156, "2015-W53", "2015-12-28")]
    public void FromOrdinal_KnownWeeks_HaveTheirNames(int ordinal, string id, string start)
    {
        var week = IsoWeek.FromOrdinal(ordinal);
        Assert.Equal(id, week.Id);
        Assert.Equal(DateOnly.ParseExact(start, "yyyy-MM-dd", CultureInfo.InvariantCulture), week.Start);
        Assert.Equal(week, IsoWeek.Parse(id));
        Assert.Equal(week.End, DateOnly.FromDateTime(week.FlashCutOff.UtcDateTime));
        Assert.Equal(TimeSpan.Zero, week.FlashCutOff.TimeOfDay);
    }

    [Fact]
    public void EveryWeek_OfANamedBlock_HasANameAndItsBlock()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var first = FourWeekCalendar.FirstOf(FourWeekCalendar.FirstYear);
        var last = FourWeekCalendar.FirstOf(FourWeekCalendar.LastYear + 1).Next(-1);
        for (var block = first; block <= last; block = block.Next())
        {
            for (var number = 0; number < IsoWeek.InBlock; number++)
            {
                var week = IsoWeek.Containing(block.Start.AddDays((7 * number) + 6));
                Assert.Equal((4 * block.Ordinal) + number, week.Ordinal);
                Assert.Equal((block, block.Start.AddDays(7 * number)), (week.Block, week.Start));
                Assert.True(names.Add(week.Id));
                Assert.True(IsoWeek.TryParse(week.Id, out var read));
                Assert.Equal(week, read);
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => IsoWeek.Containing(first.Start.AddDays(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => IsoWeek.Containing(last.End));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2014-05")]
    [InlineData("2014-W5")]
    [InlineData("2014-W00")]
    [InlineData("2014-W53")]
    [InlineData("2014-w05")]
    [InlineData("2014-W05 ")]
    [InlineData("1899-W52")]
    [InlineData("2201-W01")]
    [InlineData("9999-W52")]
    public void ParseWeek_NotAWeek_IsRefused(string text)
    {
        Assert.False(IsoWeek.TryParse(text, out _));
        Assert.Throws<FormatException>(() => IsoWeek.Parse(text));
    }

    [Fact]
    public void MeasuredPeriod_OfAFinal_IsItsBlock()
    {
        Assert.True(MeasuredPeriod.TryParse("2014-01", "final", out var period));
        var block = FourWeekCalendar.Parse("2014-01");
        Assert.Equal(MeasuredPeriod.Final(block), period);
        Assert.Equal(("2014-01", "final", block.Start, block.End, block), (period.Id, period.Slug, period.Start, period.End, period.Block));
        Assert.Equal((block.FinalCutOff, block.FinalCutOff), (period.CutOff, period.EarliestIssue));
        Assert.Equal("2014-02/final", period.Next().ToString());
    }

    [Fact]
    public void MeasuredPeriod_OfAFlash_IsItsWeekAndWaitsThreeDays()
    {
        Assert.True(MeasuredPeriod.TryParse("2014-W05", "flash", out var period));
        Assert.Equal(MeasuredPeriod.Flash(IsoWeek.Parse("2014-W05")), period);
        Assert.Equal(("2014-W05", "flash", new DateOnly(2014, 1, 27), new DateOnly(2014, 2, 3)), (period.Id, period.Slug, period.Start, period.End));
        Assert.Equal("2014-02", period.Block.Id.ToString());
        Assert.Equal(new DateTimeOffset(2014, 2, 3, 0, 0, 0, TimeSpan.Zero), period.CutOff);
        Assert.Equal(new DateTimeOffset(2014, 2, 6, 0, 0, 0, TimeSpan.Zero), period.EarliestIssue);
        Assert.Equal("2014-W06/flash", period.Next().ToString());
        Assert.False(period.IsFinal);
    }

    [Theory]
    [InlineData("2014-01", "flash")]
    [InlineData("2014-W05", "final")]
    [InlineData("2014-01", "Final")]
    [InlineData("2014-01", "")]
    [InlineData("", "final")]
    public void MeasuredPeriod_AnotherVintagesName_IsRefused(string id, string vintage) => Assert.False(MeasuredPeriod.TryParse(id, vintage, out _));
}
