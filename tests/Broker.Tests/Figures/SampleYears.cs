using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Briefings;
using Broker.Cli;
using Broker.DisclosureControl;
using Broker.Policy;

namespace Broker.Tests.Figures;

/// <summary>The sample's records as the broker would measure them: the importer's mapping, the demonstration's policy, the ledger's cap.</summary>
internal sealed class SampleYears : IDisposable
{
    private SampleYears(SharingPolicy policy, Gazetteer gazetteer, MeasuredBlock[] blocks, int sources, int resting) =>
        (Policy, Gazetteer, Blocks, Sources, Resting) = (policy, gazetteer, blocks, sources, resting);

    internal SharingPolicy Policy { get; }

    internal Gazetteer Gazetteer { get; }

    /// <summary>2012-01 to 2014-13.</summary>
    internal MeasuredBlock[] Blocks { get; }

    /// <summary>Sources, once for each block that they report in.</summary>
    internal int Sources { get; }

    /// <summary>Of those, how often the cap let one rest.</summary>
    internal int Resting { get; }

    internal static SampleYears Load()
    {
        var import = GedImport.LoadBeside(Repository.Sample("ged-car-2012-2014.csv"), null, null, "CAF");
        var policy = SharingPolicyReader.Read(File.ReadAllBytes(Path.Combine(Repository.Root, "policies", "caf-2013.yaml")), "caf-2013.yaml").Policy!;
        Assert.True(Gazetteer.TryRead(File.ReadAllText(Repository.Sample("pcodes-CAF.csv")), out var gazetteer, out _));
        Dictionary<SourceKey, ZcdpBudget> ledger = [];
        var (sources, resting) = (0, 0);
        List<MeasuredBlock> blocks = [];
        for (var block = FourWeekCalendar.Parse("2012-01"); block <= FourWeekCalendar.Parse("2014-13"); block = block.Next())
        {
            var plan = PolicyPlan.Of(policy, block.Id.ToString(), ReleaseVintage.Final, VolumeClass.Small, gazetteer!.AreaCodes);
            var records = Records(import, policy, gazetteer, plan, block);
            var may = records.Select(record => record.Source).Distinct()
                .ToDictionary(source => source, source => ledger.GetValueOrDefault(source, ZcdpBudget.Empty).MayCharge(plan.RhoPerSource, plan.YearlyRho, block.Ordinal));
            foreach (var source in may.Where(pair => pair.Value).Select(pair => pair.Key))
            {
                ledger[source] = ledger.GetValueOrDefault(source, ZcdpBudget.Empty).Charge(plan.RhoPerSource, block.Ordinal);
            }

            (sources, resting) = (sources + may.Count, resting + may.Count(pair => !pair.Value));
            blocks.Add(new MeasuredBlock(plan, [.. records.Where(record => may[record.Source])]));
        }

        return new SampleYears(policy, gazetteer!, [.. blocks], sources, resting);
    }

    /// <summary>Runs of all blocks, one after the other, each with its own noise.</summary>
    internal IEnumerable<MeasuredTable[]> Runs(int runs, string seed)
    {
        for (var run = 0; run < runs; run++)
        {
            var random = new DisclosureControl.Tests.SeededRandom(string.Create(CultureInfo.InvariantCulture, $"{seed} {run}"));
            yield return [.. Blocks.Select(block => block.Measure(random))];
        }
    }

    public void Dispose() => Array.ForEach(Blocks, block => block.Dispose());

    // The caveats that the importer gives every record; a source is office, identity and year, as its tag is.
    private static List<Contribution> Records(GedImport import, SharingPolicy policy, Gazetteer gazetteer, MeasurementPlan plan, FourWeekBlock block)
    {
        RecordCaveats caveats = new("public", [], [], null, null, NoNarrative: true);
        var stratum = Strata.Of(policy, caveats, DateOnly.FromDateTime(block.FinalCutOff.UtcDateTime));
        return
        [
            .. import.File.Rows.Where(row => FourWeekCalendar.Containing(row.Interval.From) == block).Select(row =>
            {
                Assert.True(gazetteer.TryAreaIndex(plan.Areas, row.Place, out var area));
                var office = SHA256.HashData(Encoding.UTF8.GetBytes(row.Office));
                var source = SHA256.HashData([.. office, .. BitConverter.GetBytes(block.Id.Year), .. row.SourceIdentity]);
                return new Contribution(
                    new SourceKey(BinaryPrimitives.ReadUInt128BigEndian(source)), new OrganisationKey(BinaryPrimitives.ReadUInt64BigEndian(office)),
                    area, EventKinds.Gravity(row.Kind), stratum!.Value);
            }),
        ];
    }
}
