using Broker.Contracts;

namespace Broker.Tests.Silo;

public sealed class PolicyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Policy_ApprovedTwiceByTheSameOfficer_IsNotInForce()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        (TestAccount officer, IPolicyGrain policy, string revision) = await ProposeAsync(silo);

        for (int i = 0; i < 3; i++)
        {
            ApproveOutcome answer = await policy.Approve(silo.Sign(officer, "/policies/CAF/approvals", officer.ApprovalText(silo.Vault.Origin, "CAF", revision)));
            Assert.Equal((1, false, -1), (answer.Approvals, answer.Active, answer.EntryIndex));
        }

        Assert.Equal("", (await policy.Active()).Revision);
    }

    [Fact]
    public async Task Policy_ApprovedByTwoOfficers_IsInForceAndLogged()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();

        PolicyView active = await silo.Grains.GetGrain<IPolicyGrain>("policy/CAF").Active();

        Assert.Equal(["officer one", "officer two"], active.ActivatedBy.Order(StringComparer.Ordinal));
        Assert.True(active.EntryIndex >= 0);
    }

    [Fact]
    public async Task Approval_ThatSignsSomethingElse_IsRefused()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        (_, IPolicyGrain policy, string revision) = await ProposeAsync(silo);
        TestAccount second = await silo.EnrolAsync("policy-officer", "officer two");
        string forAnother = second.ApprovalText(silo.Vault.Origin, "CAF", new string('0', 64))
            .Replace($"revision {new string('0', 64)}", $"revision {revision}", StringComparison.Ordinal);

        Assert.Equal("malformed", (await policy.Approve(silo.Sign(second, "/policies/CAF/approvals", forAnother))).Outcome.Code);
        Assert.Equal("unknown-revision", (await policy.Approve(silo.Sign(second, "/policies/CAF/approvals", second.ApprovalText(silo.Vault.Origin, "CAF", new string('0', 64))))).Outcome.Code);
    }

    [Fact]
    public async Task Proposal_WithErrorsOrByAnyoneElse_IsRefused()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        TestAccount officer = await silo.EnrolAsync("policy-officer", "officer one");
        TestAccount requester = await silo.EnrolAsync("requester", "delegate", "LUX", "delegate");
        IPolicyGrain policy = silo.Grains.GetGrain<IPolicyGrain>("policy/CAF");

        ProposeOutcome broken = await policy.Propose(silo.Sign(officer, "/policies/CAF/revisions", "sharing-policy: x\ncountry: CAF\n"));
        Assert.Equal("policy-rejected", broken.Outcome.Code);
        Assert.NotEmpty(broken.Outcome.Details);
        Assert.Equal("forbidden-role", (await policy.Propose(silo.Sign(requester, "/policies/CAF/revisions", Yaml()))).Outcome.Code);
        Assert.Equal("policy-rejected", (await silo.Grains.GetGrain<IPolicyGrain>("policy/SSD").Propose(silo.Sign(officer, "/policies/SSD/revisions", Yaml()))).Outcome.Code);
    }

    [Fact]
    public async Task Account_EnrolledAgainWithOtherKeys_IsAConflict()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        TestAccount member = await silo.EnrolAsync("depositor", "ngo");
        TestAccount thief = TestAccount.New("ngo");
        IAccountGrain account = silo.Grains.GetGrain<IAccountGrain>($"account/{member.Id}");

        EnrolOutcome again = await account.Enrol(silo.Sign(silo.Operator, $"/accounts/{member.Id}", member.EnrolText("depositor", "-", "-")));
        EnrolOutcome stolen = await account.Enrol(silo.Sign(silo.Operator, $"/accounts/{member.Id}", thief.EnrolText("depositor", "-", "-")));

        Assert.Equal("ok", again.Outcome.Code);
        Assert.Equal("conflict", stolen.Outcome.Code);
        Assert.Equal("forbidden-role", (await account.Enrol(silo.Sign(member, $"/accounts/{member.Id}", member.EnrolText("operator", "-", "-")))).Outcome.Code);
    }

    [Fact]
    public async Task Clock_MovedByAnyoneButAnOperator_IsForbiddenAndNeverGoesBack()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        TestAccount member = await silo.EnrolAsync("auditor", "auditor");
        ISiloGrain grain = silo.Grains.GetGrain<ISiloGrain>("silo/this");

        Assert.Equal("forbidden-role", (await grain.Advance(silo.Sign(member, "/simulation/advance", "advance/1\nto 2014-01-01T00:00:00Z\n"))).Outcome.Code);
        DateTimeOffset later = (await silo.AdvanceAsync("2013-02-01")).Now;
        Assert.Equal(later, (await silo.AdvanceAsync("2013-01-01")).Now);
        Assert.Equal("malformed", (await grain.Advance(silo.Sign(silo.Operator, "/simulation/advance", "advance/1\nto tomorrow\n"))).Outcome.Code);
    }

    private static byte[] Yaml() => File.ReadAllBytes(Path.Combine(Repository.Root, "policies", "caf-2013.yaml"));

    private static async Task<(TestAccount Officer, IPolicyGrain Policy, string Revision)> ProposeAsync(SiloHost silo)
    {
        TestAccount officer = await silo.EnrolAsync("policy-officer", "officer one");
        IPolicyGrain policy = silo.Grains.GetGrain<IPolicyGrain>("policy/CAF");
        ProposeOutcome proposed = await policy.Propose(silo.Sign(officer, "/policies/CAF/revisions", Yaml()));
        Assert.Equal("ok", proposed.Outcome.Code);
        return (officer, policy, proposed.Revision);
    }
}
