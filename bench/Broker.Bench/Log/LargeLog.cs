using System.Globalization;
using System.Security.Cryptography;
using Broker.Briefings;
using Broker.Transparency;

namespace Broker.Bench.Log;

/// <summary>A log of a million entries as an auditor's mirror has it: a folder of tiles and bundles.</summary>
/// <remarks>
/// One entry in four is a release with 16 slots (an instance of 9 to 16 depositors), the others are deliveries and refusals: what a log of many years
/// is made of. <see cref="Different"/> entries come round and round: each is hashed, looked at and stored as if it were new.
/// </remarks>
internal sealed class LargeLog : IDisposable
{
    internal const string Origin = "broker.example/bench";
    internal const int Size = 1_000_000;
    internal const int Enrolled = 16;
    internal const int ReleaseEvery = 4;
    internal const int Different = 8192;

    private readonly byte[][] entries = new byte[Different][];

    internal LargeLog(string folder, NoteSigner signer, byte[] slotKey, int ownReleases)
    {
        Folder = folder;
        for (int i = 0; i < Different; i++)
        {
            // The own slots are evenly spread over the releases.
            entries[i] = i % ReleaseEvery == 0 ? Release(slotKey, own: i / ReleaseEvery % (Different / ReleaseEvery / ownReleases) == 0) : Committed(i);
        }

        Head = Write(signer);
    }

    internal string Folder { get; }

    internal TreeHead Head { get; }

    internal long Bytes { get; private set; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    internal byte[] Entry(long index) => entries[index % Different];

    private static byte[] Release(byte[] slotKey, bool own)
    {
        Tag16 nonce = Tag16.New(RandomNumberGenerator.Fill);
        ReleaseSlot[] slots = own ? [new ReleaseSlot(ReleaseEntry.SlotTag(slotKey, Origin, nonce), Random())] : [];
        return ReleaseEntryBuilder.Build(Origin, Enrolled, nonce, Random(), slots, RandomNumberGenerator.Fill).Encode();
    }

    private static byte[] Committed(int i) =>
        new CommittedEntry(i % 2 == 0 ? LogEntryKind.Briefing : LogEntryKind.Refusal, Origin, Tag16.New(RandomNumberGenerator.Fill), Random()).Encode();

    private static Sha256Digest Random() => Sha256Digest.FromBytes(RandomNumberGenerator.GetBytes(Sha256Digest.Size));

    private TreeHead Write(NoteSigner signer)
    {
        var edge = new LogEdge();
        var tiles = new List<LogFile>();
        for (long first = 0; first < Size; first += TilePath.FullWidth)
        {
            ReadOnlyMemory<byte>[] bundle = [.. Enumerable.Range(0, (int)Math.Min(TilePath.FullWidth, Size - first)).Select(i => (ReadOnlyMemory<byte>)Entry(first + i))];
            foreach (ReadOnlyMemory<byte> entry in bundle)
            {
                edge.Append(MerkleHash.Leaf(entry.Span), tiles);
            }

            Put(TilePath.Entries(first / TilePath.FullWidth, bundle.Length).ToString(), EntryBundle.Format(bundle));
        }

        foreach (LogFile file in tiles.Concat(edge.Partials()))
        {
            Put(file.Path.ToString(), file.Content);
        }

        Put(TilePath.Checkpoint, new Checkpoint(Origin, edge.Head).Sign(signer));
        return edge.Head;
    }

    private void Put(string path, ReadOnlyMemory<byte> content)
    {
        string file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content.Span);
        Bytes += content.Length;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Size:N0} entries, one in {ReleaseEvery} a release of 16 slots, {Bytes / 1e6:N0} MB");
}
