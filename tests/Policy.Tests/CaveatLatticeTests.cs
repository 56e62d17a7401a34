namespace Broker.Policy.Tests;

/// <summary>What a policy and caveats allow together is the more restrictive of the two in every field: the laws of a meet.</summary>
public sealed class CaveatLatticeTests
{
    private static readonly SharingPolicy Caf = PolicyText.Caf2013();

    [Fact]
    public void Meet_OfGeneratedBounds_IsIdempotentCommutativeAndAssociative()
    {
        var dice = new Dice("lattice laws");
        for (int i = 0; i < 2000; i++)
        {
            CaveatBounds a = Bounds(dice), b = Bounds(dice), c = Bounds(dice);
            AssertSame(a, a.Meet(a));
            AssertSame(a.Meet(b), b.Meet(a));
            AssertSame(a.Meet(b).Meet(c), a.Meet(b.Meet(c)));
            AssertSame(a, a.Meet(CaveatBounds.Of(Caf)));
        }
    }

    [Fact]
    public void Meet_OfGeneratedBounds_IsTheLargestThatIsWithinBoth()
    {
        var dice = new Dice("lattice order");
        int within = 0;
        for (int i = 0; i < 20_000; i++)
        {
            CaveatBounds a = Bounds(dice), b = Bounds(dice), c = Bounds(dice);
            CaveatBounds meet = a.Meet(b);
            Assert.True(IsWithin(meet, a) && IsWithin(meet, b));
            if (IsWithin(c, a) && IsWithin(c, b))
            {
                within++;
                Assert.True(IsWithin(c, meet));
            }
        }

        Assert.True(within > 20);
    }

    [Fact]
    public void Meet_ForEveryTier_AdmitsOnlyWhatBothAdmit()
    {
        var dice = new Dice("lattice admits");
        for (int i = 0; i < 5000; i++)
        {
            CaveatBounds a = Bounds(dice), b = Bounds(dice), meet = a.Meet(b);
            for (int tier = 0; tier < Caf.Tiers.Count; tier++)
            {
                Assert.True(!meet.Admits(Caf, tier) || (a.Admits(Caf, tier) && b.Admits(Caf, tier)));
            }
        }
    }

    [Fact]
    public void Bounds_OfCaveats_AreNeverWiderThanThePolicy()
    {
        var dice = new Dice("lattice top");
        for (int i = 0; i < 1000; i++)
        {
            Assert.True(IsWithin(Bounds(dice), CaveatBounds.Of(Caf)));
        }
    }

    private static CaveatBounds Bounds(Dice dice) => CaveatBounds.Of(Caf, GeneratedCaveats.One(dice));

    // The order, written by itself, field by field.
    private static bool IsWithin(CaveatBounds a, CaveatBounds b) =>
        a.MostOpenTier >= b.MostOpenTier
        && (b.Purposes is null || (a.Purposes is not null && a.Purposes.All(b.Purposes.Contains)))
        && b.NeverTo.All(a.NeverTo.Contains)
        && a.First >= b.First
        && a.Last <= b.Last
        && a.RetentionDays <= b.RetentionDays
        && (b.Narrative || !a.Narrative);

    private static void AssertSame(CaveatBounds a, CaveatBounds b) => Assert.True(IsWithin(a, b) && IsWithin(b, a));
}
