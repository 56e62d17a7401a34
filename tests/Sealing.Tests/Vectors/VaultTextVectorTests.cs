namespace Broker.Sealing.Tests.Vectors;

/// <summary>The vault's texts: plan, vault file, share on its way, identity file. Most cases must fail, each named for its fault.</summary>
public sealed class VaultTextVectorTests : IClassFixture<VaultTextVectorTests.Counts>
{
    private static readonly Dictionary<string, VectorFamily> Families = new()
    {
        ["vault-plan"] = VaultTextVectors.Plans,
        ["vault-file"] = VaultTextVectors.Files,
        ["vault-share"] = VaultTextVectors.Shares,
        ["identity-file"] = VaultTextVectors.Identities,
    };

    public static TheoryData<string, string> Names()
    {
        var names = new TheoryData<string, string>();
        foreach (var (family, vectors) in Families)
        {
            foreach (var entry in vectors.All)
            {
                names.Add(family, entry.Name);
            }
        }

        return names;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Case_OfAFamily_EndsAsItSays(string family, string name) => Families[family].Run(name);

    [Theory]
    [InlineData("vault-plan", 45)]
    [InlineData("vault-file", 31)]
    [InlineData("vault-share", 25)]
    [InlineData("identity-file", 38)]
    public void Family_OfTheTree_IsWhole(string family, int cases)
    {
        Assert.Equal(cases, Families[family].OwnCount);
        Assert.Contains(Families[family].All, entry => entry.Kind == VectorKind.MustHold);
    }

    public sealed class Counts : IDisposable
    {
        public void Dispose()
        {
            foreach (var family in Families.Values)
            {
                family.WriteCounts();
            }
        }
    }
}
