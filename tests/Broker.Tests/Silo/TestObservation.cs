using System.Security.Cryptography;
using System.Text;
using Broker.Briefings;
using Broker.Policy;
using Broker.Sealing;

namespace Broker.Tests.Silo;

/// <summary>An invented observation.</summary>
internal sealed record TestObservation(string Source, DateOnly Day, string Place = "CF71", EventKind Kind = EventKind.OneSided)
{
    public RecordCaveats Caveats { get; init; } = new("public", [], [], null, null, NoNarrative: true);

    public Observation For(RecordId record) => new()
    {
        Record = RecordName.Parse(record.ToString()),
        Country = "CAF",
        Kind = Kind,
        ActorA = new Actor("group-one", ActorRole.ArmedGroup, null),
        ActorB = new Actor("civilians", ActorRole.Civilians, null),
        Place = Place,
        Interval = new ObservedInterval(Day, Day, IntervalPrecision.Day),
        Killed = new CountRange(1, 2, 3),
        Channel = CollectionChannel.Witness,
        SourceTag = Tag16.FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes(Source)).AsSpan(0, 16)),
    };
}
