using System.Globalization;
using Broker.Briefings;
using Broker.Policy;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary>Seals mapped rows on the depositor's machine.</summary>
internal sealed class RecordSealer(Member member, EpochKey epoch, string country, Broker.Sealing.RandomFill random)
{
    // Open to every tier and purpose, no narrative. That a conflict state gets nothing beyond the public tier is the policy's rule.
    private readonly byte[] caveats = CaveatDocument.Format(new RecordCaveats("public", [], [], null, null, NoNarrative: true));

    /// <summary>Seals one row of the file with this digest.</summary>
    public SealedRow Seal(MappedRow row, string fileDigest)
    {
        var record = RecordId.New(random);
        var observation = ObservationText.Format(Observe(row, record));
        var package = DepositSealer.Seal(
            new SealRequest
            {
                Origin = member.Enrolled.Origin,
                Record = record,
                Depositor = member.Account,
                Epoch = epoch,
                ManifestKey = member.Signing,
                SignerName = member.SignerName,
                EnrolmentSecret = member.Secret,
                Caveats = caveats,
                Observation = observation,
                SourcePlaintext = row.SourcePart,
                SourceRecipients = [member.Sealing.PublicKey],
            },
            random);
        Array.Clear(observation);
        return new SealedRow(RowKey(fileDigest, row.Line), record.ToString(), package);
    }

    /// <summary>How the journal names a row: nothing of its content, so that the journal may be read.</summary>
    public static string RowKey(string fileDigest, int line) => string.Create(CultureInfo.InvariantCulture, $"{fileDigest} {line}");

    private Observation Observe(MappedRow row, RecordId record) => new()
    {
        Record = RecordName.Parse(record.ToString()),
        Country = country,
        Kind = row.Kind,
        ActorA = row.ActorA,
        ActorB = row.ActorB,
        Place = row.Place,
        Interval = row.Interval,
        Killed = row.Killed,
        Channel = CollectionChannel.Unknown,
        SourceTag = SourceTag.Of(member.Tags, country, row.Interval.From, row.SourceIdentity),
    };
}
