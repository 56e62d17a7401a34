using System.Security.Cryptography;
using System.Text;
using Broker.DisclosureControl;
using Broker.Sealing;
using Broker.Silo.Deposits;
using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Tests.Silo;

/// <summary>What of a record is counted, as it is stored.</summary>
public sealed class StoredContributionTests : IDisposable
{
    private const int OrdinalAt = 1 + RecordId.TextLength + 8 + 16;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 31)]
    [InlineData(-1, -4)]
    [InlineData(-1, -1)]
    public void Contribution_EncodedAndDecoded_IsTheSame(int ordinal, int week)
    {
        StoredContribution contribution = Contribution(ordinal, week);

        StoredContribution read = StoredContribution.Decode(contribution.Encode());

        Assert.Equal(contribution with { Caveats = [] }, read with { Caveats = [] });
        Assert.Equal(contribution.Caveats, read.Caveats);
    }

    [Theory]
    [InlineData(0, 1, "another version")] // the version of layout 2
    [InlineData(0, 3, "another version")]
    [InlineData(OrdinalAt + 3, 9, "week")] // a block that does not hold the week
    [InlineData(OrdinalAt + 8, 0xff, "arrival")] // a day before the first
    public void Contribution_OfAnotherVersionOrWithAnImpossibleWeekOrDay_IsRefused(int at, byte value, string reason)
    {
        byte[] bytes = Contribution(7, 31).Encode();
        bytes[at] = value;

        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => StoredContribution.Decode(bytes));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2012-12-31", 0)]
    [InlineData("2013-01-06", 0)]
    [InlineData("2013-01-07", 1)]
    [InlineData("2013-01-27", 3)]
    [InlineData("2013-01-28", 4)]
    public async Task Deposit_OfADay_IsStoredUnderTheWeekThatHoldsIt(string day, int week)
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        var observation = new TestObservation("s1", DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
        await silo.DepositAsync(depositor, "k1", depositor.Seal(silo.Vault, observation).Package);

        StoredContribution stored = Assert.Single(silo.Service<MeasurementStore>().Contributions(null, "CAF", week / 4));

        Assert.Equal((week, week / 4), (stored.Week, stored.Ordinal));
    }

    [Theory]
    [InlineData("2013-08-11", true)] // the week's Sunday
    [InlineData("2013-08-12", false)] // Sunday 24:00 is over
    public void Contribution_ThatArrivedByTheCutOffOfItsWeek_AndNoOther_EntersItsFlash(string arrived, bool enters)
    {
        StoredContribution contribution = Contribution(7, 31) with { Arrived = DateOnly.Parse(arrived, System.Globalization.CultureInfo.InvariantCulture) };

        Assert.Equal(enters, contribution.Enters(new MeasuredPeriod(ReleaseVintage.Flash, 31)));
        Assert.False(contribution.Enters(new MeasuredPeriod(ReleaseVintage.Flash, 30)));
        Assert.True(contribution.Enters(new MeasuredPeriod(ReleaseVintage.Final, 7)));
        Assert.False(contribution.Enters(new MeasuredPeriod(ReleaseVintage.Final, 31)));
    }

    [Theory]
    [InlineData("2013-09-01", true)]
    [InlineData("2013-09-02", false)] // the block's end and 21 days
    public void Contribution_ThatArrivedByTheCutOffOfItsBlock_EntersItsFinal(string arrived, bool enters) => Assert.Equal(
        enters,
        (Contribution(7, 31) with { Arrived = DateOnly.Parse(arrived, System.Globalization.CultureInfo.InvariantCulture) }).Enters(new MeasuredPeriod(ReleaseVintage.Final, 7)));

    [Fact]
    public async Task Contribution_Sealed_HasOneLengthUnlessItIsLong()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        int longest = StoredContribution.ShortSize - (Contribution(7, 31) with { Caveats = [] }).Encode().Length;
        int[] lengths = [.. ((int[])[0, 7, longest, longest + 1, 2000]).Select(caveats =>
        {
            StoredContribution contribution = Contribution(7, 31) with { Caveats = new byte[caveats] };
            byte[] stored = contribution.Seal(silo.Vault, "place");
            Assert.Equal(contribution.Encode(), StoredContribution.Open(silo.Vault, "place", stored).Encode());
            return stored.Length;
        })];

        Assert.Single(lengths[..3].Distinct());
        Assert.All(lengths[..3], length => Assert.InRange(length, 512, 600));
        Assert.All(lengths[3..], length => Assert.True(length > 1024));
    }

    [Fact]
    public async Task Contribution_SealedAsLayoutFiveDid_Opens()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        byte[] encoded = Contribution(7, 31).Encode();

        Assert.Equal(encoded, StoredContribution.Open(silo.Vault, "place", silo.Vault.SealPaddedAtRest("place", encoded)).Encode());
        Assert.Throws<DamagedStoreException>(() => StoredContribution.Open(silo.Vault, "other", silo.Vault.SealPaddedAtRest("place", encoded)));
    }

    private static StoredContribution Contribution(int ordinal, int week) => new(
        RecordId.New(RandomNumberGenerator.Fill), new OrganisationKey(3), new SourceKey(UInt128.MaxValue - 5), ordinal, week, new DateOnly(2013, 8, 9), "CF71", "one-sided",
        new string('a', 64), Encoding.ASCII.GetBytes("caveats"));
}
