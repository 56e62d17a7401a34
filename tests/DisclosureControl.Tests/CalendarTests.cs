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
}
