using System.Globalization;
using System.Security.Cryptography;
using Broker.Briefings;
using Broker.Cli;
using Broker.Faults.Scene;
using Broker.Sealing;

namespace Broker.Faults.Load;

/// <summary>Seals invented records of one depositor with the depositor's own tool code.</summary>
internal sealed class DepositMaker(Installation broker, Member member, int sourceBytes = DepositMaker.SourceBytes)
{
    private const string Digest = "0000000000000000000000000000000000000000000000000000000000000000";
    public const int SourceBytes = 256;
    private const int KeyBytes = 16;

    private readonly RecordSealer sealer = broker.SealerOf(member);
    private int made;

    /// <summary>One package, not yet in a batch.</summary>
    public SealedRow NextRow() => sealer.Seal(Row(Interlocked.Increment(ref made), sourceBytes), Digest);

    public SealedDeposit Next()
    {
        SealedRow row = NextRow();
        return new SealedDeposit(
            member, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)), row.Record, PackageFacts.Read(row.Package, member).Commit, DepositPackage.EncodeBatch([row.Package]));
    }

    private static MappedRow Row(int number, int sourceBytes)
    {
        var day = new DateOnly(2013, 1, 2);
        return new MappedRow
        {
            Line = number,
            Office = "office",
            Year = "2013",
            Adm1 = "",
            Kind = EventKind.OneSided,
            ActorA = new Actor("group-one", ActorRole.ArmedGroup, null),
            ActorB = new Actor("civilians", ActorRole.Civilians, null),
            Place = "CF71",
            Interval = new ObservedInterval(day, day, IntervalPrecision.Day),
            Killed = new CountRange(1, 2, 3),
            KilledWidened = false,
            SourceIdentity = System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"invented {number % 97}")),
            SourcePart = new byte[sourceBytes],
        };
    }
}
