using Broker.Briefings;
using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Deposits;
using Broker.Silo.Grains;
using Broker.Silo.Releases;

namespace Broker.Tests.Silo;

/// <summary>Alerts on their whole way: from deposits over noisy finals to the briefing of a tier whose policy asks for them.</summary>
public sealed class AlertReleaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Final_AfterThreeQuietOnes_AlertsTheTierThatAsksAndNoOther()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        await DepositManyAsync(silo, new DateOnly(2013, 3, 27));
        await silo.AdvanceAsync("2013-05-20");

        BriefingAlertSection first = Read(silo, "2013-01", "elected-member").Alerts!;
        Assert.Equal(0, first.FinalsBefore);
        Assert.Empty(first.Raised);
        Assert.Equal(ScanStatus.TooFewFinals, first.Scan!.Status);

        BriefingAlertSection fourth = Read(silo, "2013-04", "elected-member").Alerts!;
        Assert.Equal(3, fourth.FinalsBefore);
        Assert.Equal([AlertKind.Rise, AlertKind.BecomesShown], fourth.Raised.Where(alert => alert.Area is null && alert.Category is null).Select(alert => alert.Kind));
        Assert.Equal(ScanStatus.Pattern, fourth.Scan!.Status);
        Assert.Null(Read(silo, "2013-04", "consortium").Alerts);
        Assert.Null(Read(silo, "2013-04", "public").Alerts);
    }

    [Fact]
    public async Task Final_UnderANewRevision_IsComparedWithNoneFromBefore()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        await silo.AdvanceAsync("2013-04-20");
        await silo.ActivatePolicyAsync(text => text + "# another revision\n");
        await DepositManyAsync(silo, new DateOnly(2013, 3, 27));
        await silo.AdvanceAsync("2013-05-20");

        BriefingAlertSection fourth = Read(silo, "2013-04", "elected-member").Alerts!;
        Assert.Equal(0, fourth.FinalsBefore);
        Assert.Empty(fourth.Raised);
        Assert.Equal(ScanStatus.TooFewFinals, fourth.Scan!.Status);
    }

    [Theory]
    [InlineData("becomes-shown", "change")]
    [InlineData("becomes-shown")]
    [InlineData("change")]
    [InlineData]
    public void Of_KindsOfThePolicy_AreAllThatIsTold(params string[] asked)
    {
        CountryFacts facts = new CountryReference().Find("CAF")!;
        MeasuredTable[] finals = [.. Enumerable.Range(0, 4).Select(block => Final(facts, block, block == 3 ? 200 : 0))];
        BriefingAlerts? alerts = ReleaseAlerts.Of(Tier(asked), 0, finals[3], [finals[2], finals[1], finals[0]], facts.Map);

        Assert.Equal(asked.Length == 0, alerts is null);
        Assert.Equal(asked.Order(), (alerts?.Kinds ?? []).Select(AlertCodes.Code).Order());
        Assert.Equal(asked.Order(), (alerts?.Raised ?? []).Select(alert => AlertCodes.Code(alert.Kind)).Distinct().Order());
        Assert.Equal(asked.Contains("change"), alerts?.Scan is not null);
    }

    private static PolicyTier Tier(string[] alerts) =>
        new("tier", "audience", "TLP:RED", ["country/final"], 1, 5, 3, 1, TimeSpan.Zero, "never", "none", alerts);

    private static MeasuredTable Final(CountryFacts facts, int block, int sources)
    {
        MeasurementPlan plan = MeasurementPlan.Create(
            "CAF", FourWeekCalendar.FromOrdinal(block).Id.ToString(), ReleaseVintage.Final, VolumeClass.Small, facts.Gazetteer.AreaCodes, EventKinds.Codes,
            [new TierTerms("tier", [CellGroup.Country, CellGroup.Area], 1, 5, 3, 1)], 1_000, new Rational(1));
        Contribution[] contributions = [.. Enumerable.Range(0, sources).Select(source =>
            new Contribution(new SourceKey((UInt128)(uint)source), new OrganisationKey((ulong)(source % 40)), 0, 0, 0))];
        return Measure.Run(plan, contributions, _ => true, new byte[32], System.Security.Cryptography.RandomNumberGenerator.Fill);
    }

    // Far more than the noise: eighty sources over four areas and two kinds, so that no cap of an organisation cuts them.
    private static async Task DepositManyAsync(SiloHost silo, DateOnly day)
    {
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        string[] places = ["CF71", "CF11", "CF31", "CF32"];
        for (int batch = 0; batch < 4; batch++)
        {
            byte[][] packages = [.. Enumerable.Range(0, 20).Select(i => depositor.Seal(
                silo.Vault, new TestObservation($"source {batch} {i}", day, places[batch], i % 2 == 0 ? EventKind.OneSided : EventKind.StateBased)).Package)];
            Assert.All((await silo.DepositAsync(depositor, $"k{batch}", packages)).Lines, line => Assert.Equal("accepted", line.Code));
        }
    }

    private static BriefingDocument Read(SiloHost silo, string period, string tier)
    {
        PublishedRelease release = silo.Service<ReleaseStore>().Find($"CAF/{period}/final", tier);
        Assert.True(BriefingReader.TryRead(release.Json, out BriefingDocument? document, out BriefingReadFault fault), BriefingReadFaults.Code(fault));
        return document!;
    }
}
