using System.Text.RegularExpressions;
using Broker.Contracts;
using Broker.Sealing.Tests.Damage;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>Every byte of a package altered, cut off or doubled, and sent to a whole silo: the code that an oracle demands, and nothing kept.</summary>
public sealed partial class DamagedDepositTests : IDisposable
{
    private const int BatchSize = 1000;
    private const string Answers = "idempotency";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Deposit_DamagedInEachPlace_IsRefusedWithItsCodeAndNothingIsKept()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        byte[] package = depositor.Seal(silo.Vault, new TestObservation("s1", new DateOnly(2013, 1, 10))).Package;
        var oracle = new PackageOracle(package);
        Dictionary<string, long> before = Rows(silo);

        var seen = new HashSet<string>(StringComparer.Ordinal);
        int calls = 0;
        foreach (byte[][] batch in Damaged(package, oracle).Chunk(BatchSize))
        {
            DepositOutcome answer = await silo.DepositAsync(depositor, $"damaged-{++calls}", batch);
            Assert.Equal("packages-refused", answer.Outcome.Code);
            Assert.Equal(batch.Select(oracle.Expect), answer.Lines.Select(line => line.Code));
            Assert.All(answer.Lines, line => Assert.Equal(("", ""), (line.Record, line.Receipt)));
            Assert.All(answer.Outcome.Details, detail => Assert.Matches(PlainLine(), detail));
            seen.UnionWith(answer.Lines.Select(line => line.Code));
        }

        Assert.Equal(["caveats-digest", "framing", "manifest-malformed", "manifest-signature", "observation-digest", "source-digest"], seen.Order(StringComparer.Ordinal));
        Dictionary<string, long> after = Rows(silo);
        Assert.InRange(after[Answers] - before[Answers], 0, calls);
        after[Answers] = before[Answers];
        Assert.Equal(before, after);

        // The package itself was good all along.
        Assert.Equal("accepted", Assert.Single((await silo.DepositAsync(depositor, "good", package)).Lines).Code);
    }

    private static IEnumerable<byte[]> Damaged(byte[] package, PackageOracle oracle)
    {
        for (int i = 0; i < package.Length; i++)
        {
            byte[] flipped = [.. package];
            flipped[i] ^= (byte)(1 << (i % 8));
            yield return flipped;
            yield return [.. package[..i], package[i], .. package[i..]];
            if (i % 16 == 0)
            {
                yield return package[..i];
            }
        }

        for (int part = 0; part < oracle.Parts.Count; part++)
        {
            for (int other = 0; other < part; other++)
            {
                yield return PackageOracle.Join([.. oracle.Parts.Select((content, index) => index == part ? oracle.Parts[other] : index == other ? oracle.Parts[part] : content)]);
            }
        }
    }

    private static Dictionary<string, long> Rows(SiloHost silo) => silo.Store.Read(connection => connection
        .Rows(row => row.GetString(0), "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .ToDictionary(name => name, name => connection.Number($"SELECT count(*) FROM {name}") ?? -1, StringComparer.Ordinal));

    [GeneratedRegex(@"\A[0-9]+ - [a-z-]+\z")]
    private static partial Regex PlainLine();
}
