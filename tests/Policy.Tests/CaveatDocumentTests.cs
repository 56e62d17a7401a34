using System.Text;

namespace Broker.Policy.Tests;

public sealed class CaveatDocumentTests
{
    private const string Example = """
        caveats/1
        highest-tier elected-member
        purposes council-briefing early-warning
        never-to FRA ngo-b
        embargo 2014-03-01
        retention 365
        narrative never

        """;

    public static TheoryData<string> Vectors => [.. RepositoryFiles.NamesIn("*.txt", "tests", "vectors", "caveats")];

    [Fact]
    public void Format_OfTheExample_GivesItsBytes()
    {
        var caveats = new RecordCaveats("elected-member", ["early-warning", "council-briefing"], ["ngo-b", "FRA", "FRA"], new DateOnly(2014, 3, 1), 365, true);
        Assert.Equal(Example, Encoding.ASCII.GetString(CaveatDocument.Format(caveats)));
    }

    [Fact]
    public void Format_WithoutRestrictions_SaysSoInWords() =>
        Assert.Equal(
            "caveats/1\nhighest-tier public\npurposes all\nnever-to none\nembargo none\nretention none\nnarrative allowed\n",
            Encoding.ASCII.GetString(CaveatDocument.Format(new RecordCaveats("public", [], [], null, null, false))));

    [Fact]
    public void Document_OfGeneratedCaveats_ComesBackTheSame()
    {
        var dice = new Dice("caveat documents");
        for (int i = 0; i < 2000; i++)
        {
            RecordCaveats caveats = GeneratedCaveats.One(dice);
            byte[] bytes = CaveatDocument.Format(caveats);
            Assert.True(CaveatDocument.TryParse(bytes, out RecordCaveats? read, out string reason));
            Assert.Equal(string.Empty, reason);
            Assert.Equal(caveats, read);
            Assert.Equal(bytes, CaveatDocument.Format(read));
        }
    }

    [Fact]
    public void Document_ThatParses_IsTheOnlyEncodingOfItsMeaning()
    {
        var dice = new Dice("mutated caveats");
        byte[] original = Encoding.ASCII.GetBytes(Example);
        int parsed = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = [.. original];
            bytes[dice.Below(bytes.Length)] = (byte)dice.Below(256);
            if (CaveatDocument.TryParse(bytes, out RecordCaveats? read, out string reason))
            {
                parsed++;
                Assert.Equal(bytes, CaveatDocument.Format(read));
            }
            else
            {
                Assert.StartsWith("caveats-", reason, StringComparison.Ordinal);
            }
        }

        Assert.True(parsed > 100);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vector_OfTheFormat_GivesItsExpectedReason(string name)
    {
        string text = Encoding.Latin1.GetString(RepositoryFiles.Read("tests", "vectors", "caveats", name));
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        string expected = text["expect: ".Length..end];
        bool parsed = CaveatDocument.TryParse(Encoding.Latin1.GetBytes(text[(end + 1)..]), out RecordCaveats? caveats, out string reason);
        Assert.Equal(expected, parsed ? "ok" : reason);
        Assert.Equal(parsed, caveats is not null);
    }

    [Fact]
    public void Document_OverItsLimit_IsRefusedFirst()
    {
        Assert.False(CaveatDocument.TryParse(new byte[CaveatDocument.LargestSize + 1], out _, out string reason));
        Assert.Equal("caveats-too-large", reason);
    }

    [Fact]
    public void Format_OfFieldsOutsideOfTheFormat_Throws()
    {
        var good = new RecordCaveats("public", [], [], null, null, false);
        Assert.Throws<ArgumentException>(() => CaveatDocument.Format(good with { HighestTier = "Public" }));
        Assert.Throws<ArgumentException>(() => CaveatDocument.Format(good with { NeverTo = ["nobody known"] }));
        Assert.Throws<ArgumentException>(() => CaveatDocument.Format(good with { RetentionDays = 0 }));
        Assert.Throws<ArgumentException>(() => CaveatDocument.Format(good with { Purposes = ["a\nb"] }));
    }

    [Fact]
    public void Equality_OfCaveats_LooksIntoTheLists()
    {
        var a = new RecordCaveats("public", ["early-warning"], [], null, 5, false);
        Assert.Equal(a, a with { Purposes = ["early-warning"] });
        Assert.NotEqual(a, a with { Purposes = ["evaluation"] });
        Assert.NotEqual(a, a with { NeverTo = ["FRA"] });
    }
}
