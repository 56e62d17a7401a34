using System.Security.Cryptography;
using Broker.Bench.Harness;
using Broker.DisclosureControl;
using Broker.Sealing;
using Broker.Silo.Deposits;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Bench.Cells;

/// <summary>Contributions as the silo stores them, padded to 512 bytes and sealed under the epoch's key, and opened by its own code.</summary>
/// <remarks>Ten million would be six gigabytes: so many thousand different ones are opened in turn, more than a core's caches hold.</remarks>
internal sealed class SealedRecords : IDisposable
{
    internal const int Different = 20_000;

    private readonly VaultService vault = new(Origin.Parse("bench.example"), RandomNumberGenerator.Fill);
    private readonly byte[] partition = RandomNumberGenerator.GetBytes(16);
    private readonly byte[][] rows = new byte[Different][];
    private readonly byte[][] stored = new byte[Different][];

    internal SealedRecords(CellShape shape, InventedRecords records)
    {
        vault.Unseal(KeyRing.Create(RandomNumberGenerator.Fill), SecretKey.Generate(RandomNumberGenerator.Fill), RandomNumberGenerator.GetBytes(32));
        byte[] caveats = "{\"releasable_to\":[\"task-force\"]}"u8.ToArray();
        for (int i = 0; i < Different; i++)
        {
            Contribution one = records.Contribution(i % records.Count);
            rows[i] = RandomNumberGenerator.GetBytes(16);
            stored[i] = new StoredContribution(
                RecordId.New(RandomNumberGenerator.Fill), one.Organisation, one.Source, 0, 0, default,
                shape.Areas[one.Area], shape.Categories[one.Category], new string('0', 64), caveats).Seal(vault, SealedColumns.Contributions.Place(partition, rows[i]));
        }
    }

    public void Dispose() => vault.Dispose();

    /// <summary>Opens, unpads and reads a page, as a store's row after row.</summary>
    internal void OpenPage(int first, int count) => Sink.Take(vault.OpenMany(() =>
    {
        long sum = 0;
        for (int i = first; i < first + count; i++)
        {
            sum += Open(i % Different);
        }

        return sum;
    }));

    private int Open(int i) =>
        StoredContribution.Open(vault, SealedColumns.Contributions.Place(partition, rows[i]), stored[i]).Ordinal;
}
