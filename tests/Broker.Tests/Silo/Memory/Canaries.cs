using System.Security.Cryptography;
using System.Text;
using Broker.Briefings;
using Broker.Sealing;

namespace Broker.Tests.Silo.Memory;

/// <summary>One invented observation whose every word is found nowhere else, sealed with randomness that is kept.</summary>
internal sealed class Canaries
{
    private readonly List<byte[]> drawn = [];
    private readonly byte[] sourceTag = RandomNumberGenerator.GetBytes(16);
    private readonly byte[] communityTag = RandomNumberGenerator.GetBytes(16);
    private readonly byte[] digest = RandomNumberGenerator.GetBytes(32);
    private readonly string actor;
    private readonly int killed = RandomNumberGenerator.GetInt32(300_000, 900_000);

    public Canaries(string place = "CF71")
    {
        Record = RecordId.New(RandomNumberGenerator.Fill);
        actor = "canary-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        Text = ObservationText.Format(new Observation
        {
            Record = RecordName.Parse(Record.ToString()),
            Country = "CAF",
            Kind = EventKind.OneSided,
            ActorA = new Actor(actor, ActorRole.ArmedGroup, null),
            ActorB = new Actor(actor + "-two", ActorRole.Civilians, null),
            Place = place,
            Interval = new ObservedInterval(new DateOnly(2013, 1, 10), new DateOnly(2013, 1, 10), IntervalPrecision.Day),
            Killed = new CountRange(killed, killed + 1, killed + 2),
            Channel = CollectionChannel.Witness,
            SourceTag = Tag16.FromBytes(sourceTag),
            CommunityTag = Tag16.FromBytes(communityTag),
            SummaryDigest = Sha256Digest.FromBytes(digest),
        });
    }

    public RecordId Record { get; }

    public byte[] Text { get; }

    /// <summary>Randomness for the seal, kept: one of what it draws is the salt.</summary>
    public void Draw(Span<byte> target)
    {
        RandomNumberGenerator.Fill(target);
        drawn.Add(target.ToArray());
    }

    /// <summary>Adds what must be nowhere in a silo's memory once it has taken the package, or refused it.</summary>
    public void AddTo(SecretPatterns patterns, byte[] package)
    {
        string text = Encoding.UTF8.GetString(Text);
        patterns.AddText("the observation", text);
        foreach (string line in text.Split('\n').Where(line => line.Contains(actor, StringComparison.Ordinal) || line.StartsWith("killed ", StringComparison.Ordinal)))
        {
            patterns.AddText($"the line `{line.Split(' ')[0]}`", line);
        }

        patterns.AddText("an actor's code", actor);
        patterns.Add("the source tag", sourceTag).Add("the source tag backwards", [.. sourceTag.Reverse()]);
        patterns.Add("the community tag", communityTag).Add("the community tag backwards", [.. communityTag.Reverse()]);
        patterns.Add("the summary's digest", digest);
        patterns.Add("the counts", [.. BitConverter.GetBytes(killed), .. BitConverter.GetBytes(killed + 1), .. BitConverter.GetBytes(killed + 2)]);
        patterns.Add("the salt", Salt(package));
    }

    /// <summary>Of what was drawn, that of which the package's commitment is made.</summary>
    private byte[] Salt(byte[] package)
    {
        byte[] padded = new byte[Padding.PaddedLength(Text.Length)];
        Padding.Pad(Text, padded);
        string head = Encoding.Latin1.GetString(package);
        return drawn.Single(salt => head.Contains(Convert.ToHexStringLower(SHA256.HashData(
            [.. Encoding.ASCII.GetBytes(Domains.Commit(RemoteSilo.Origin) + "\n"), .. salt, .. padded])), StringComparison.Ordinal));
    }
}
