using System.Security.Cryptography;
using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class VaultPlanTests
{
    private static readonly Origin Here = Origin.Parse("broker.example");

    private readonly SeededRandom random = new("vault plan");

    [Fact]
    public void Format_OfAPlan_RoundTrips()
    {
        Assert.True(VaultPlan.TryCreate(2, [Group("operators", 2, 3), Group("auditors", 1, 3)], out var plan, out _));
        var text = plan!.Format();
        Assert.StartsWith("vault-plan/1\ngroups-needed 2\ngroup operators 2\ncustodian age1", Encoding.ASCII.GetString(text), StringComparison.Ordinal);
        Assert.True(VaultPlan.TryParse(text, out var parsed, out _));
        Assert.Equal(text, parsed!.Format());
        Assert.Equal([(2, 3), (1, 3)], parsed.Shape);
        Assert.Equal(plan.Groups[1].Recipients, parsed.Groups[1].Recipients);
    }

    [Fact]
    public void Format_OfTheLargestPlan_IsWithinTheLimit()
    {
        var groups = Enumerable.Range(0, 16).Select(index => Group(new string('a', 29) + $"{index:00}", 16, 16)).ToList();
        Assert.True(VaultPlan.TryCreate(16, groups, out var plan, out _));
        Assert.True(VaultPlan.TryParse(plan!.Format(), out _, out _));
    }

    [Fact]
    public void Digest_OfAPlan_IsOfDomainAndText()
    {
        Assert.True(VaultPlan.TryCreate(1, [Group("operators", 1, 1)], out var plan, out _));
        Assert.Equal(SHA256.HashData([.. "broker.example/vault-plan/v1\n"u8, .. plan!.Format()]), plan.Digest(Here));
        Assert.NotEqual(plan.Digest(Here), plan.Digest(Origin.Parse("broker.example/other")));
    }

    [Fact]
    public void TryParse_WithEachByteAltered_GivesAnotherPlanOrNone()
    {
        Assert.True(VaultPlan.TryCreate(2, [Group("operators", 2, 3), Group("auditors", 1, 3)], out var plan, out _));
        var text = plan!.Format();
        for (var i = 0; i < text.Length; i++)
        {
            var altered = text.ToArray();
            altered[i] ^= 1;
            Assert.False(VaultPlan.TryParse(altered, out var other, out _) && other!.Digest(Here).SequenceEqual(plan.Digest(Here)));
            Assert.False(VaultPlan.TryParse(text.AsSpan(0, i), out other, out _) && other!.Digest(Here).SequenceEqual(plan.Digest(Here)));
        }
    }

    [Fact]
    public void TryParse_BeyondTheLimit_IsTooLarge()
    {
        Assert.False(VaultPlan.TryParse(new byte[VaultPlan.MaxBytes], out _, out var reason));
        Assert.Equal(VaultPlanFailure.Malformed, reason);
        Assert.False(VaultPlan.TryParse(new byte[VaultPlan.MaxBytes + 1], out _, out reason));
        Assert.Equal(VaultPlanFailure.TooLarge, reason);
    }

    [Theory]
    [InlineData("operators:2of3,auditors:1of3", "operators 2 3;auditors 1 3")]
    [InlineData("a:16of16", "a 16 16")]
    public void TryParseGroups_OfTheCommandLine_ReadsThem(string text, string expected)
    {
        Assert.True(VaultPlan.TryParseGroups(text, out var groups, out var reason));
        Assert.Equal(VaultPlanFailure.None, reason);
        Assert.Equal(expected, string.Join(';', groups.Select(group => $"{group.Name} {group.Threshold} {group.Members}")));
    }

    [Theory]
    [InlineData("", VaultPlanFailure.Malformed)]
    [InlineData("operators", VaultPlanFailure.Malformed)]
    [InlineData("operators:2", VaultPlanFailure.Malformed)]
    [InlineData("operators:2of", VaultPlanFailure.Malformed)]
    [InlineData("operators:02of3", VaultPlanFailure.Malformed)]
    [InlineData("operators: 2of3", VaultPlanFailure.Malformed)]
    [InlineData("operators:2of3of4", VaultPlanFailure.Malformed)]
    [InlineData("operators:2of3,", VaultPlanFailure.Malformed)]
    [InlineData("operators:2of3:x", VaultPlanFailure.Malformed)]
    [InlineData("operators:-1of3", VaultPlanFailure.Malformed)]
    [InlineData("operators:2of99999999999999999999", VaultPlanFailure.Malformed)]
    [InlineData("operators:4of3", VaultPlanFailure.Threshold)]
    [InlineData("operators:0of3", VaultPlanFailure.Threshold)]
    [InlineData("operators:2of17", VaultPlanFailure.MemberCount)]
    [InlineData("operators:1of0", VaultPlanFailure.MemberCount)]
    [InlineData("Operators:2of3", VaultPlanFailure.GroupName)]
    [InlineData(":2of3", VaultPlanFailure.GroupName)]
    [InlineData("opérateurs:2of3", VaultPlanFailure.GroupName)]
    [InlineData("a:1of1,a:1of1", VaultPlanFailure.GroupName)]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccdd:1of1", VaultPlanFailure.GroupName)]
    [InlineData("a:1of1,b:1of1,c:1of1,d:1of1,e:1of1,f:1of1,g:1of1,h:1of1,i:1of1,j:1of1,k:1of1,l:1of1,m:1of1,n:1of1,o:1of1,p:1of1,q:1of1", VaultPlanFailure.GroupCount)]
    public void TryParseGroups_OfAnythingElse_SaysWhy(string text, VaultPlanFailure expected)
    {
        Assert.False(VaultPlan.TryParseGroups(text, out var groups, out var reason));
        Assert.Equal(expected, reason);
        Assert.Empty(groups);
    }

    [Fact]
    public void TryCreate_OfKeysThatAreNone_Refuses()
    {
        var otherSpelling = Recipient();
        otherSpelling[31] |= 0x80;
        foreach (var key in (byte[][])[new byte[31], new byte[32], new byte[33], otherSpelling])
        {
            Assert.False(VaultPlan.TryCreate(1, [new VaultPlanGroup("operators", 1, [key])], out _, out var reason));
            Assert.Equal(VaultPlanFailure.Recipient, reason);
        }
    }

    private VaultPlanGroup Group(string name, int threshold, int members) =>
        new(name, threshold, [.. Enumerable.Range(0, members).Select(_ => Recipient())]);

    private byte[] Recipient()
    {
        using var key = X25519PrivateKey.Generate(random.Fill);
        return key.PublicKey;
    }
}
