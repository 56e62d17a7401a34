using System.Security.Cryptography;
using System.Text;
using Broker.Briefings;
using Broker.Contracts;
using Broker.DisclosureControl;
using Broker.Sealing;
using Broker.Silo.Storage;
using Broker.Tests.Silo;
using Broker.Tests.Silo.Memory;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace Broker.Tests.Soak;

/// <summary>A real silo killed by SIGKILL around its cut-offs: never two different tables for a period, no debit doubled. `make soak` runs it.</summary>
[Trait("Category", "Soak")]
public sealed class CutOffKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Blocks = 20;
    private const int KillsInABlock = 3;
    private const int LongestWait = 600; // milliseconds: longer than a whole close takes
    private const int Stride = 173; // spreads the waits evenly over it
    private static readonly DateOnly Day = new(2013, 1, 2);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Period_WhoseSiloIsKilledAroundItsCutOff_HasOneTableForEver()
    {
        await DepositAsync();
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        (int unpublished, int unanswered) = (0, 0);
        for (int kill = 0; kill < Blocks * KillsInABlock; kill++)
        {
            RemoteSilo silo = await StartAsync();
            Task advance = AdvanceAsync(silo, kill / KillsInABlock);
            await Task.Delay(kill * Stride % LongestWait);
            silo.Process.Kill();
            unanswered += await IsAnsweredAsync(advance) ? 0 : 1;
            await silo.DisposeAsync();
            unpublished += Look(seen) > 0 ? 1 : 0;
        }

        await using (RemoteSilo last = await StartAsync())
        {
            await AdvanceAsync(last, Blocks - 1);
        }

        Assert.Equal(0, Look(seen));
        Assert.Equal(Blocks, Count(seen, "measured"));
        Assert.Equal(2 * Blocks, Count(seen, "ledger"));
        Assert.Equal(3 * Blocks, Count(seen, "release"));
        Assert.True(unanswered > Blocks); // it was killed at work
        output.WriteLine($"{Blocks * KillsInABlock} kills, {unanswered} before the answer, {unpublished} after a measurement and before its publication");
    }

    private static int Count(Dictionary<string, string> seen, string kind) => seen.Keys.Count(key => key.StartsWith(kind, StringComparison.Ordinal));

    private static async Task<bool> IsAnsweredAsync(Task call)
    {
        try
        {
            await call;
            return true;
        }
        catch (Exception fault) when (fault is not Xunit.Sdk.XunitException)
        {
            return false; // the connection broke off
        }
    }

    private static async Task AdvanceAsync(RemoteSilo silo, int block)
    {
        string text = $"advance/1\nto {FourWeekCalendar.FromOrdinal(block).FinalCutOff:yyyy-MM-dd}T00:00:00Z\n";
        AdvanceOutcome answer = await silo.Grains.GetGrain<ISiloGrain>("silo/this").Advance(silo.Sign(silo.Operator, "/simulation/advance", Encoding.ASCII.GetBytes(text)));
        Assert.Equal("ok", answer.Outcome.Code);
    }

    private Task<RemoteSilo> StartAsync() => RemoteSilo.StartAsync(folder, "--Silo:SimulatedClock", "2012-12-31T00:00:00Z");

    private async Task DepositAsync()
    {
        await using RemoteSilo silo = await StartAsync();
        await silo.ActivatePolicyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        for (int i = 0; i < 2 * Blocks; i++)
        {
            RecordId record = RecordId.New(RandomNumberGenerator.Fill);
            byte[] text = ObservationText.Format(new TestObservation($"s{i}", Day.AddDays(28 * (i / 2))).For(record));
            byte[] package = await silo.SealAsync(depositor, record, text, RandomNumberGenerator.Fill);
            Assert.Equal("accepted", Assert.Single((await silo.DepositAsync(depositor, package)).Lines).Code);
        }
    }

    /// <summary>Holds what lies on the disk against what lay there at every earlier look; how many periods are measured and not published.</summary>
    private int Look(Dictionary<string, string> seen)
    {
        // A copy: opening it moves the write-ahead log into the file, which is the silo's to do.
        using var copy = new TemporaryFolder();
        foreach (string file in Directory.EnumerateFiles(folder.At("data"), "broker.db*"))
        {
            File.Copy(file, copy.At(Path.GetFileName(file)));
        }

        using var connection = new SqliteConnection($"Data Source={copy.At("broker.db")};Pooling=False");
        connection.Open();
        foreach ((string key, byte[] stored) in connection.Rows(
            row => (row.GetString(0), row.Bytes(1)),
            """
            SELECT 'measured ' || ordinal || ' ' || vintage, sealed FROM measured
            UNION ALL SELECT 'ledger ' || hex(source), sealed FROM ledger
            UNION ALL SELECT 'release ' || release || ' ' || tier, sealed FROM releases
            """))
        {
            // The very ciphertext: drawn, charged or published a second time it would be another one.
            string digest = Convert.ToHexStringLower(SHA256.HashData(stored));
            Assert.Equal(seen.GetValueOrDefault(key, digest), digest);
            seen[key] = digest;
        }

        return (int)(connection.Number("SELECT count(*) FROM measured WHERE published = 0") ?? 0);
    }
}
