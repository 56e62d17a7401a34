using System.Security.Cryptography;
using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class VaultFileTests
{
    private static readonly Origin Here = Origin.Parse("broker.example");

    private readonly SeededRandom random = new("vault file");
    private readonly VaultPlan plan;
    private readonly IReadOnlyList<IReadOnlyList<Slip39Share>> shares;
    private readonly VaultFile file;

    public VaultFileTests()
    {
        Assert.True(VaultPlan.TryCreate(2, [Group("operators", 2, 3), Group("auditors", 1, 3)], out var made, out _));
        plan = made!;
        shares = Split();
        file = VaultFile.Of(Here, plan, shares);
    }

    [Fact]
    public void Check_OfEachShare_KnowsWhoseItIs()
    {
        Assert.True(VaultFile.TryParse(file.Format(), Here, out var read, out _));
        var found = shares.SelectMany(group => group).Select(read!.Check).ToList();
        Assert.All(found, check => Assert.True(check.IsKnown));
        Assert.Equal(["operators/1", "operators/2", "operators/3", "auditors/1", "auditors/2", "auditors/3"], found.Select(check => check.Custodian));
        Assert.Equal((1, 2), (found[5].GroupIndex, found[5].MemberIndex));
    }

    [Fact]
    public void Check_OfAShareOfAnotherVaultOrOfBeforeARekey_IsForeignAndNamed()
    {
        foreach (var other in Split().SelectMany(group => group))
        {
            var check = file.Check(other);
            Assert.False(check.IsKnown);
            Assert.Equal(plan.Groups[other.GroupIndex].Name + "/" + (other.MemberIndex + 1), check.Custodian);
        }
    }

    [Fact]
    public void Check_OfAShareWithAnythingAltered_IsForeign()
    {
        var share = shares[0][1];
        byte[] value;
        using (var lease = share.Open())
        {
            value = lease.Bytes.ToArray();
        }

        Slip39Set set = share.Set;
        Slip39Place place = share.Place;
        Slip39Share[] altered =
        [
            new(set with { Identifier = set.Identifier ^ 1 }, place, value),
            new(set with { Extendable = false }, place, value),
            new(set with { IterationExponent = 1 }, place, value),
            new(set with { GroupThreshold = 1 }, place, value),
            new(set with { GroupCount = 3 }, place, value),
            new(set, place with { MemberIndex = 2 }, value),
            new(set, place with { MemberIndex = 15 }, value),
            new(set, place with { MemberThreshold = 1 }, value),
            new(set, place with { GroupIndex = 1 }, value),
            new(set with { GroupCount = 6 }, place with { GroupIndex = 5 }, value),
            new(set, place, [.. value[..31], (byte)(value[31] ^ 1)]),
            new(set, place, value.AsSpan(0, 16)),
        ];
        Assert.True(file.Check(new Slip39Share(set, place, value)).IsKnown);
        Assert.All(altered, each => Assert.False(file.Check(each).IsKnown));
        Assert.Equal("6/2", file.Check(altered[9]).Custodian);
        Assert.Equal("operators/16", file.Check(altered[6]).Custodian);
    }

    [Fact]
    public void Format_OfAShareLine_IsTheHashOfTheSpecification()
    {
        var share = shares[1][2];
        using var lease = share.Open();
        var expected = Convert.ToHexStringLower(SHA256.HashData([.. "broker.example/vault-share/v1\n1\n2\n"u8, .. lease.Bytes]));
        Assert.EndsWith($"share {expected}\n", Encoding.ASCII.GetString(file.Format()), StringComparison.Ordinal);
    }

    [Fact]
    public void Hashes_OfAGroupOneOfMany_TellItsEqualValuesApart() =>
        Assert.Equal(3, file.Groups[1].ShareHashes.Select(Convert.ToHexString).Distinct().Count());

    [Fact]
    public void Of_SharesOfAnotherShape_IsACallersBug()
    {
        using var root = SecretKey.Generate(random.Fill);
        Assert.Throws<ArgumentException>(() => VaultFile.Of(Here, plan, Slip39.Split(root, 1, [(2, 3)], random.Fill)));
    }

    [Fact]
    public void TryParse_BeyondTheLimit_IsTooLarge()
    {
        Assert.False(VaultFile.TryParse(new byte[VaultFile.MaxBytes + 1], Here, out _, out var reason));
        Assert.Equal(VaultFileFailure.TooLarge, reason);
    }

    private IReadOnlyList<IReadOnlyList<Slip39Share>> Split()
    {
        using var root = SecretKey.Generate(random.Fill);
        return Slip39.Split(root, plan.GroupsNeeded, plan.Shape, random.Fill);
    }

    private VaultPlanGroup Group(string name, int threshold, int members) => new(name, threshold, [.. Enumerable.Range(0, members).Select(_ => Recipient())]);

    private byte[] Recipient()
    {
        using var key = X25519PrivateKey.Generate(random.Fill);
        return key.PublicKey;
    }
}
