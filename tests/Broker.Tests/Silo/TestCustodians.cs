using System.Security.Cryptography;
using System.Text;
using Broker.Contracts;
using Broker.Sealing;

namespace Broker.Tests.Silo;

/// <summary>Custodians with the keys and, once they were issued, the mnemonics that their own machines would hold.</summary>
internal sealed class TestCustodians
{
    private readonly Dictionary<string, X25519PrivateKey> keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> mnemonics = new(StringComparer.Ordinal);

    private TestCustodians(VaultPlan plan) => Plan = plan;

    public VaultPlan Plan { get; }

    public byte[] PlanText => Plan.Format();

    public static TestCustodians Of(string groups = "operators:2of3,auditors:1of3", int? needed = null)
    {
        Assert.True(VaultPlan.TryParseGroups(groups, out IReadOnlyList<VaultGroupSize> sizes, out _));
        var made = new Dictionary<string, X25519PrivateKey>(StringComparer.Ordinal);
        var planned = new List<VaultPlanGroup>();
        foreach (VaultGroupSize size in sizes)
        {
            X25519PrivateKey[] members = [.. Enumerable.Range(0, size.Members).Select(_ => X25519PrivateKey.Generate(RandomNumberGenerator.Fill))];
            for (int i = 0; i < members.Length; i++)
            {
                made[$"{size.Name}/{i + 1}"] = members[i];
            }

            planned.Add(new VaultPlanGroup(size.Name, size.Threshold, [.. members.Select(key => key.PublicKey)]));
        }

        Assert.True(VaultPlan.TryCreate(needed ?? sizes.Count, planned, out VaultPlan? plan, out _));
        var custodians = new TestCustodians(plan!);
        foreach ((string name, X25519PrivateKey key) in made)
        {
            custodians.keys[name] = key;
        }

        return custodians;
    }

    public string Digest(Origin origin) => Convert.ToHexStringLower(Plan.Digest(origin));

    /// <summary>Each opens the share that was sealed to it.</summary>
    public void Open(IReadOnlyList<IssuedShare> issued)
    {
        Assert.Equal(keys.Keys.Order(StringComparer.Ordinal), issued.Select(share => share.Custodian).Order(StringComparer.Ordinal));
        foreach (IssuedShare share in issued)
        {
            using var plain = new MemoryStream();
            using var envelope = new MemoryStream(share.Envelope);
            Assert.True(AgeEnvelope.TryOpen(plain, envelope, keys[share.Custodian], out _));
            mnemonics[share.Custodian] = plain.ToArray();
        }
    }

    public byte[] Mnemonic(string custodian) => mnemonics[custodian];

    public Slip39Share Share(string custodian)
    {
        Assert.True(Slip39Share.TryParse(Mnemonic(custodian), out Slip39Share? share, out _, out _));
        return share!;
    }

    /// <summary>The words of a custodian with one exchanged for another word of the list.</summary>
    public byte[] WithAnotherWord(string custodian, int index)
    {
        string[] words = Encoding.ASCII.GetString(Mnemonic(custodian)).Trim().Split(' ');
        words[index] = string.Equals(words[index], "academic", StringComparison.Ordinal) ? "zero" : "academic";
        return Encoding.ASCII.GetBytes(string.Join(' ', words) + "\n");
    }
}
