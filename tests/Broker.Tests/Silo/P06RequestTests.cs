using System.Security.Cryptography;
using Broker.Contracts;

namespace Broker.Tests.Silo;

/// <summary>P6, and what P8 asks of the store: a release has one SHA-256 for ever, whoever asks; a ledger is not reset.</summary>
public sealed class P06RequestTests : IDisposable
{
    private const string Issued = "2013-02-21";
    private static readonly DateOnly Day = new(2013, 1, 10);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Requests_AThousandByFiftyPeopleOverRestartsAndTwoRevisions_GetOneHash()
    {
        const int people = 50, rounds = 4, requests = 5;
        TestAccount @operator = TestAccount.New("operator");
        List<TestAccount> delegates = [];
        var hashes = new HashSet<string>(StringComparer.Ordinal);
        for (int round = 0; round < rounds; round++)
        {
            await using SiloHost silo = await SiloHost.StartAsync(folder.Path, @operator);
            if (round == 0)
            {
                await PrepareAsync(silo, delegates, people);
            }
            else
            {
                // The plan of later periods stays the same: only the revision is another.
                string again = $"# read again, {round}\n";
                await silo.ActivatePolicyAsync(text => again + text);
            }

            foreach (TestAccount person in delegates)
            {
                for (int i = 0; i < requests; i++)
                {
                    DeliveredBriefing briefing = (await silo.RequestAsync(person, "2013-01")).Briefing!;
                    hashes.Add(Convert.ToHexString(SHA256.HashData([.. briefing.Json, .. briefing.Html])));
                }
            }
        }

        Assert.Equal(people, delegates.Count);
        Assert.Single(hashes);
    }

    [Fact]
    public async Task Source_WhoseYearlyCapIsSpent_RestsUnderALaterRevisionToo()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await DepositBlocksAsync(silo, depositor, first: 0, blocks: 5);
        await silo.AdvanceAsync("2013-07-11"); // after the cut-off of the fifth block
        await silo.ActivatePolicyAsync(text => "# read again\n" + text);
        await DepositBlocksAsync(silo, depositor, first: 5, blocks: 4);
        await silo.AdvanceAsync("2013-11-01");

        // 9/64 a block against a cap of 1: seven blocks in all, the revision in between changes nothing.
        IReadOnlyList<RecordStatus> records = (await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0")
            .Status(silo.Sign(depositor, "/deposits/status", ""))).Records;
        Assert.Equal(9, records.Count);
        Assert.Equal(7, records.Count(record => record.Releases.Any(release => release.EndsWith("/consortium", StringComparison.Ordinal))));
    }

    private static async Task PrepareAsync(SiloHost silo, List<TestAccount> delegates, int people)
    {
        await silo.ActivatePolicyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo");
        byte[][] packages = [.. Enumerable.Range(0, 30).Select(i => depositor.Seal(silo.Vault, new TestObservation($"s{i}", Day)).Package)];
        Assert.All((await silo.DepositAsync(depositor, "k1", packages)).Lines, line => Assert.Equal("accepted", line.Code));
        for (int i = 0; i < people; i++)
        {
            delegates.Add(await silo.EnrolAsync("requester", $"delegate {i}", i % 2 == 0 ? "LUX" : "RWA", "delegate"));
        }

        await silo.AdvanceAsync(Issued);
    }

    private static async Task DepositBlocksAsync(SiloHost silo, TestAccount depositor, int first, int blocks)
    {
        for (int block = first; block < first + blocks; block++)
        {
            var observation = new TestObservation("same source", new DateOnly(2013, 1, 2).AddDays(28 * block));
            Assert.Equal("accepted", Assert.Single((await silo.DepositAsync(depositor, $"k{block}", depositor.Seal(silo.Vault, observation).Package)).Lines).Code);
        }
    }
}
