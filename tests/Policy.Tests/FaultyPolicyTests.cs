using System.Text;
using Broker.Policy.Proof;

namespace Broker.Policy.Tests;

/// <summary>A refused policy is handed to the prover for one fault alone, and is nothing but refused to everybody else.</summary>
public sealed class FaultyPolicyTests
{
    private const string Forbid = "  - forbid: any\n    to: { affiliated-with: conflicts }\n    because: a state alleged to perpetrate never learns what is known of it\n";

    public static TheoryData<string> Rejected => [.. RepositoryFiles.NamesIn("*.yaml", "policies", "rejected")];

    [Theory]
    [MemberData(nameof(Rejected))]
    public void RejectedFile_IsProvableOnlyWhereAConflictIsNotForbidden(string name)
    {
        byte[] bytes = RepositoryFiles.Read("policies", "rejected", name);
        PolicyReading reading = SharingPolicyReader.Read(bytes, name);
        bool isExpected = Encoding.UTF8.GetString(bytes).StartsWith("# expect: conflict-without-forbid ", StringComparison.Ordinal);
        Assert.Equal(isExpected, reading.Faulty is not null);
        Assert.True(reading.Faulty is null || !PolicyProver.Prove(reading.Faulty, [], null).IsTooLarge);
    }

    [Fact]
    public void ConflictWithoutForbid_BesideAnotherError_IsNotProvable()
    {
        string text = PolicyText.With(Forbid, "");
        Assert.NotNull(PolicyText.Read(text).Faulty);
        Assert.Null(PolicyText.Read(text.Replace("organisation-cap: 10\n", "organisation-cap: 101\n", StringComparison.Ordinal)).Faulty);
        Assert.Null(PolicyText.Read(PolicyText.Small).Faulty);
    }

    [Fact]
    public void ConflictWithoutForbid_BesideAWarning_IsProvable()
    {
        PolicyReading reading = PolicyText.Read(PolicyText.With(Forbid, "").Replace("states: [CAF], actors: [fprc]", "states: [CAF, RWA]", StringComparison.Ordinal));
        Assert.Equal([PolicyCodes.AudienceInConflict, PolicyCodes.ConflictWithoutForbid], reading.Diagnostics.Select(found => found.Code));
        PolicyCounterexample? example = PolicyProver.Prove(reading.Faulty!, [], null).Proofs[0].Counterexample;
        Assert.Equal(("RWA", 0), (example?.Request.Requester.State, example?.Request.Requester.Actors.Count));
    }

    [Fact]
    public void FaultyPolicy_ToEverybodyElse_GivesNoPolicyAway() =>
        Assert.Equal(
            [],
            typeof(FaultyPolicy).GetMembers(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.DeclaredOnly).Select(member => member.Name));
}
