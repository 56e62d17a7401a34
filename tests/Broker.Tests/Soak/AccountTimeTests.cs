using System.Security.Cryptography;
using Broker.Contracts;
using Broker.Tests.Silo;
using Broker.Vectors;
using Xunit.Abstractions;

namespace Broker.Tests.Soak;

/// <summary>A refused request takes the same time whether its account exists or not. `make soak` runs it.</summary>
[Trait("Category", "Soak")]
public sealed class AccountTimeTests(ITestOutputHelper output)
{
    private const int Pairs = 4000;
    private const int Accounts = 32;
    private const double Allowed = 0.05;

    [Fact]
    public async Task Request_OfAnUnknownAccount_TakesTheTimeOfAWrongSignature()
    {
        using TemporaryFolder folder = new();
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        IPolicyGrain policy = silo.Grains.GetGrain<IPolicyGrain>("policy/CAF");

        // As many accounts of either kind, so that neither is warmer; and a signature of their own for each, because how long one takes
        // to verify depends on its numbers, which are no secret.
        var wrong = new List<SignedCall>();
        var unknown = new List<SignedCall>();
        for (int i = 0; i < Accounts; i++)
        {
            TestAccount known = await silo.EnrolAsync("policy-officer", $"officer {i}");
            wrong.Add(Spoiled(silo.Sign(known, "/policies/CAF/revisions", [1, 2, 3])));
            unknown.Add(Spoiled(silo.Sign(TestAccount.New("nobody"), "/policies/CAF/revisions", [1, 2, 3])));
        }

        int first = 0;
        int second = 0;
        double area = await TimingPairs.AreaAsync(
            Pairs, () => Refused(policy, wrong[first = (first + 1) % wrong.Count]), () => Refused(policy, unknown[second = (second + 1) % unknown.Count]));

        output.WriteLine($"area under the curve {area:0.000} over {Pairs} pairs");
        Assert.InRange(area, 0.5 - Allowed, 0.5 + Allowed);
    }

    private static async Task Refused(IPolicyGrain policy, SignedCall call) => Assert.Equal("unauthorised", (await policy.Propose(call)).Outcome.Code);

    private static SignedCall Spoiled(SignedCall call)
    {
        byte[] signature = RandomNumberGenerator.GetBytes(64);
        signature[63] &= 0x0F;
        return call with { Signature = $"sig=:{Convert.ToBase64String(signature)}:" };
    }
}
