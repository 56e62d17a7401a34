using System.Security.Cryptography;
using System.Text;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Sealing.Interop;

namespace Broker.Tests.Silo;

/// <summary>Whoever has the whole data folder and less than a quorum, and tries what can be tried with that.</summary>
public sealed class VaultAttackTests : IDisposable
{
    private static readonly DateOnly Day = new(2013, 1, 10);
    private static readonly string[] Stolen = ["operators/1", "operators/2"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Attacker_WithTheFolderAndTwoOperatorsShares_OpensNoRing()
    {
        await using VaultScene scene = await DepositedAsync();
        using TemporaryFolder stolen = await StealAsync(scene);
        byte[] ring = await File.ReadAllBytesAsync(stolen.At("key-ring"));
        List<byte[]> candidates = Candidates(scene, stolen);

        Assert.True(candidates.Count > 2000);
        Assert.DoesNotContain(candidates, candidate => Opens(ring, candidate));

        // The same attack with one auditor more succeeds, so that it could have.
        Assert.True(Opens(ring, Root([.. Stolen.Append("auditors/2").Select(scene.Custodians.Share)])!));
    }

    [Fact]
    public async Task Attacker_WithSharesOfHisOwnForTheMissingGroup_OpensNoRing()
    {
        await using VaultScene scene = await DepositedAsync();
        using TemporaryFolder stolen = await StealAsync(scene);
        byte[] ring = await File.ReadAllBytesAsync(stolen.At("key-ring"));

        // A sharing of a root that he knows, made with this vault's identifier: its auditor fits in form.
        Slip39Share[] operators = [.. Stolen.Select(scene.Custodians.Share)];
        using SecretKey own = SecretKey.Generate(RandomNumberGenerator.Fill);
        IReadOnlyList<IReadOnlyList<Slip39Share>> split = Slip39.Split(own, 2, [(2, 3), (1, 3)], WithIdentifier(operators[0].Identifier));
        Slip39Share forged = split[1][0];
        Assert.Equal(operators[0].Set, forged.Set);
        byte[]? root = Root([.. operators, forged]);
        Assert.True(root is null || !Opens(ring, root));
        Assert.True(Root([.. split[0].Take(2), forged]) is not null, "the forged shares are sound among themselves");

        // Nor does the silo take it.
        await using VaultScene silo = await scene.OnAsync(stolen.Path);
        byte[] words = new byte[forged.MnemonicLength];
        forged.FormatMnemonic(words);
        byte[] siloKey = (await silo.Vault.Status()).SiloKey;
        Assert.Equal("share-foreign", (await silo.GiveAsync(words, SharePurpose.Unseal, siloKey)).Outcome.Code);
    }

    private static RandomFill WithIdentifier(int identifier)
    {
        bool first = true;
        return buffer =>
        {
            RandomNumberGenerator.Fill(buffer);
            if (first)
            {
                (buffer[0], buffer[1], first) = (unchecked((byte)(identifier >> 8)), unchecked((byte)identifier), false);
            }
        };
    }

    [Fact]
    public async Task Attacker_WhoLowersTheThresholdsInTheVaultFile_OpensNothing()
    {
        await using VaultScene scene = await DepositedAsync();
        using TemporaryFolder stolen = await StealAsync(scene);
        string text = await File.ReadAllTextAsync(stolen.At("vault"));
        string[] changes =
        [
            text.Replace("groups-needed 2", "groups-needed 1", StringComparison.Ordinal),
            text[..text.IndexOf("group auditors", StringComparison.Ordinal)].Replace("groups-needed 2", "groups-needed 1", StringComparison.Ordinal),
            text.Replace("group operators 2", "group operators 1", StringComparison.Ordinal),
        ];

        foreach (string change in changes)
        {
            await File.WriteAllTextAsync(stolen.At("vault"), change);
            await using VaultScene silo = await scene.OnAsync(stolen.Path);
            foreach (string custodian in Stolen)
            {
                Assert.NotEqual("ok", (await silo.GiveAsync(custodian)).Outcome.Code);
            }

            Assert.False(silo.Silo.Vault.IsUnsealed);
        }
    }

    [Fact]
    public async Task Folder_OfASealedSilo_HoldsNoCanary()
    {
        await using VaultScene scene = await DepositedAsync();
        byte[] marker = Encoding.UTF8.GetBytes("broker-vault/1");
        await scene.SealAsync();
        List<(string Name, byte[] Bytes)> canaries = [.. Canaries(scene)];

        foreach (string file in Directory.EnumerateFiles(folder.Path).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            byte[] content = await File.ReadAllBytesAsync(file);
            Assert.All(canaries, canary => Assert.True(content.AsSpan().IndexOf(canary.Bytes) < 0, $"{canary.Name} lies in {Path.GetFileName(file)}"));
        }

        // The search finds what is there.
        Assert.True((await File.ReadAllBytesAsync(folder.At("vault"))).AsSpan().IndexOf(marker) == 0);
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Canaries(VaultScene scene)
    {
        yield return ("a depositor's name", "canary-ngo-name"u8.ToArray());
        yield return ("a source part", "canary-source-part"u8.ToArray());
        yield return ("an observation", Encoding.UTF8.GetBytes("actor-a group-one"));
        yield return ("an observation's place", "CF71"u8.ToArray());
        foreach (string custodian in (string[])["operators/1", "operators/2", "operators/3", "auditors/1", "auditors/2", "auditors/3"])
        {
            byte[] words = scene.Custodians.Mnemonic(custodian);
            yield return ("a mnemonic", words);
            // The first words name the sharing; those in the middle are the value.
            string[] split = Encoding.ASCII.GetString(words).Split(' ');
            yield return ("the words of a share", Encoding.ASCII.GetBytes(string.Join(' ', split[10..14])));
        }

        using SecretKey root = SecretKey.FromBytes(Root([.. Stolen.Append("auditors/1").Select(scene.Custodians.Share)])!);
        byte[] bytes = new byte[32];
        root.Use(bytes, static (key, target) => key.CopyTo(target));
        yield return ("the root key", bytes);
        byte[] ringKey = new byte[32];
        using SecretKey derived = KeyRing.RingKey(root);
        derived.Use(ringKey, static (key, target) => key.CopyTo(target));
        yield return ("the ring key", ringKey);
    }

    /// <summary>Everything of 32 bytes that he has or can make of what he has.</summary>
    private static List<byte[]> Candidates(VaultScene scene, TemporaryFolder stolen)
    {
        Slip39Share[] shares = [.. Stolen.Select(scene.Custodians.Share)];
        var candidates = new List<byte[]>();
        foreach (Slip39Share[] some in (Slip39Share[][])[[shares[0]], [shares[1]], shares, [shares[0], shares[0]]])
        {
            if (Root(some) is { } root)
            {
                candidates.Add(root);
            }
        }

        // The values of the shares, what the two of them give together (their group's share of the root), and some play with those.
        byte[][] values = [.. shares.Select(Value)];
        candidates.AddRange(values);
        candidates.Add(Group(shares));
        candidates.Add([.. values[0].Zip(values[1], (a, b) => (byte)(a ^ b))]);
        candidates.AddRange(candidates.ToList().Select(SHA256.HashData));
        candidates.AddRange(Stolen.Select(custodian => SHA256.HashData(scene.Custodians.Mnemonic(custodian))));
        foreach (string name in (string[])["vault", "key-ring"])
        {
            byte[] file = File.ReadAllBytes(stolen.At(name));
            for (int at = 0; at + 32 <= file.Length; at++)
            {
                candidates.Add(file[at..(at + 32)]);
            }

            candidates.AddRange(Encoding.ASCII.GetString(file).Split('\n').Where(line => line.StartsWith("share ", StringComparison.Ordinal)).Select(line => Convert.FromHexString(line[6..])));
        }

        byte[] database = File.ReadAllBytes(stolen.At("broker.db"));
        for (int at = 0; at + 32 <= database.Length; at += 16)
        {
            candidates.Add(database[at..(at + 32)]);
        }

        return candidates;
    }

    private static byte[] Value(Slip39Share share)
    {
        using KeyLease lease = share.Open();
        return lease.Bytes.ToArray();
    }

    /// <summary>The operators' share of the root: all that a group which reached its threshold has.</summary>
    private static byte[] Group(Slip39Share[] shares)
    {
        List<SharePoint> points = [.. shares.Select(share => new SharePoint((byte)share.MemberIndex, new SecretBuffer(32)))];
        foreach ((SharePoint point, Slip39Share share) in points.Zip(shares))
        {
            Value(share).CopyTo(point.Value.Span);
        }

        byte[] value = new byte[32];
        Assert.True(ShamirSharing.TryRecover(2, points, value));
        return value;
    }

    /// <summary>The root that the shares give, or null.</summary>
    private static byte[]? Root(Slip39Share[] shares)
    {
        if (!Slip39.TryCombine(shares, out SecretKey? root, out _))
        {
            return null;
        }

        using (root)
        {
            byte[] bytes = new byte[32];
            root!.Use(bytes, static (key, target) => key.CopyTo(target));
            return bytes;
        }
    }

    /// <summary>Whether the bytes open the ring, as its key or as the root.</summary>
    private static bool Opens(byte[] ring, byte[] candidate)
    {
        using SecretKey key = SecretKey.FromBytes(candidate);
        using SecretKey derived = KeyRing.RingKey(key);
        foreach (SecretKey tried in (SecretKey[])[key, derived])
        {
            if (KeyRing.TryOpen(ring, tried, out KeyRing? opened, out _))
            {
                opened!.Dispose();
                return true;
            }
        }

        return false;
    }

    private async Task<VaultScene> DepositedAsync()
    {
        VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        TestAccount depositor = await scene.Silo.EnrolAsync("depositor", "canary-ngo-name");
        DepositOutcome answer = await scene.Silo.DepositAsync(depositor, "k", depositor.Seal(scene.Silo.Vault, new TestObservation("s1", Day)).Package);
        Assert.Equal("accepted", Assert.Single(answer.Lines).Code);
        return scene;
    }

    private static async Task<TemporaryFolder> StealAsync(VaultScene scene)
    {
        await scene.StopAsync();
        return scene.Copy();
    }
}
