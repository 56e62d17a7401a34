using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

public sealed class WitnessPolicyTests
{
    /// <summary>A rule as it was drawn: a witness, or so many of its members.</summary>
    private sealed record Rule(string Name, int Threshold, List<Rule> Members)
    {
        // The slow model: what the specification says, over the drawn tree and not over the product's reading of it.
        internal bool IsMet(HashSet<string> cosigned)
        {
            var met = 0;
            foreach (var member in Members)
            {
                met += member.IsMet(cosigned) ? 1 : 0;
            }

            return Members.Count == 0 ? cosigned.Contains(Name) : met >= Threshold;
        }
    }

    [Fact]
    public void Quorum_OfDrawnPolicies_IsThatOfTheModelForEverySetOfWitnesses()
    {
        var random = new SeededBytes("policies");
        var (met, unmet) = (0, 0);
        for (var round = 0; round < 300; round++)
        {
            var (text, witnesses, quorum) = Draw(random);
            Assert.True(WitnessPolicy.TryParse(Encoding.UTF8.GetBytes(text), out var policy, out var fault), fault.ToString());
            Assert.True(policy.NeedsWitnesses);
            Assert.True(WitnessPolicy.TryParse(Encoding.UTF8.GetBytes(policy.Format()), out var again, out _));
            Assert.Equal(policy.Format(), again.Format());
            for (var set = 0; set < 1 << witnesses; set++)
            {
                var cosigned = Enumerable.Range(0, witnesses).Where(i => (set & (1 << i)) != 0).Select(i => $"w{i}").ToHashSet();
                var expected = quorum.IsMet(cosigned);
                Assert.Equal((expected, expected), (policy.IsMet(cosigned), again.IsMet(cosigned)));
                Assert.Equal(expected, policy.IsMet(cosigned.Append("stranger").Append(quorum.Members.Count > 0 ? quorum.Name : "other").ToHashSet()));
                _ = expected ? met++ : unmet++;
            }
        }

        Assert.True(met > 1_000 && unmet > 1_000, "drawn sets fall on one side only");
    }

    [Fact]
    public void Quorum_OfNobody_IsAlwaysMetAndNeedsNoWitness()
    {
        Assert.False(WitnessPolicy.None.NeedsWitnesses);
        Assert.True(WitnessPolicy.None.IsMet(new HashSet<string>()));
        Assert.Equal("quorum none\n", WitnessPolicy.None.Format());
    }

    [Fact]
    public void File_OfKeysOrOverTheLimit_IsRefused()
    {
        Assert.False(WitnessPolicy.TryParse(Encoding.UTF8.GetBytes($"log {MemoryLog.LogKey.Key}\nquorum none\n"), out _, out var fault));
        Assert.Equal(TrustFileFault.UnknownLine, fault);
        Assert.False(WitnessPolicy.TryParse(Encoding.UTF8.GetBytes($"identity {MemoryLog.LogKey.Key}\nquorum none\n"), out _, out fault));
        Assert.Equal(TrustFileFault.UnknownLine, fault);
        var longest = "quorum none\n#" + new string('x', WitnessPolicy.MaxLength - 14) + "\n";
        Assert.True(WitnessPolicy.TryParse(Encoding.UTF8.GetBytes(longest), out _, out _));
        Assert.False(WitnessPolicy.TryParse(Encoding.UTF8.GetBytes(longest + "\n"), out _, out fault));
        Assert.Equal(TrustFileFault.NotText, fault);
    }

    [Theory]
    [InlineData(32, 32, TrustFileFault.None)]
    [InlineData(33, 1, TrustFileFault.TooMany)]
    [InlineData(1, 33, TrustFileFault.TooMany)]
    public void File_OfManyWitnessesOrGroups_IsTakenUpToTheLimits(int witnesses, int groups, TrustFileFault expected)
    {
        var text = new StringBuilder();
        for (var i = 0; i < witnesses; i++)
        {
            text.Append(WitnessLine(i));
        }

        for (var i = 0; i < groups; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"group g{i} any {(i == 0 ? "w0" : $"g{i - 1}")}\n");
        }

        var isRead = WitnessPolicy.TryParse(Encoding.UTF8.GetBytes(text.Append("quorum w0\n").ToString()), out _, out var fault);
        Assert.Equal((expected == TrustFileFault.None, expected), (isRead, fault));
    }

    // Every name is a member of one group at most, so groups are drawn from what no group has yet.
    private static (string Text, int Witnesses, Rule Quorum) Draw(SeededBytes random)
    {
        var text = new StringBuilder();
        var witnesses = 1 + random.Below(7);
        var free = new List<Rule>();
        for (var i = 0; i < witnesses; i++)
        {
            text.Append(WitnessLine(i));
            free.Add(new Rule($"w{i}", 1, []));
        }

        for (var group = 0; group < random.Below(4); group++)
        {
            var members = new List<Rule>();
            for (var left = 1 + random.Below(free.Count); left > 0; left--)
            {
                var at = random.Below(free.Count);
                members.Add(free[at]);
                free.RemoveAt(at);
            }

            var threshold = 1 + random.Below(members.Count);
            var spelled = threshold == 1 && random.Below(2) == 0 ? "any"
                : threshold == members.Count && random.Below(2) == 0 ? "all"
                : threshold.ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"group g{group} {spelled} ").AppendJoin(' ', members.Select(m => m.Name)).Append('\n');
            free.Add(new Rule($"g{group}", threshold, members));
        }

        var quorum = free[random.Below(2) == 0 ? free.Count - 1 : random.Below(free.Count)];
        return (text.Append("quorum ").Append(quorum.Name).Append('\n').ToString(), witnesses, quorum);
    }

    private static string WitnessLine(int number) =>
        $"witness w{number} {new CosignerKey($"w{number}.example", SHA256.HashData([(byte)number]))}\n";
}
