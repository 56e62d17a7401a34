using Broker.Contracts;

namespace Broker.Tests.Silo;

/// <summary>Who may ask the vault for what, and when.</summary>
public sealed class VaultAuthorityTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Calls_OfAnybodyButTheConfiguredOperator_AreUnauthorisedWhileSealed()
    {
        await using VaultScene scene = await VaultScene.StartAsync(folder.Path);
        TestAccount stranger = TestAccount.New("stranger");
        SignedCall sound = scene.Silo.Sign(scene.Operator, "/vault/init", scene.Custodians.PlanText);
        SignedCall[] calls =
        [
            scene.Silo.Sign(stranger, "/vault/init", scene.Custodians.PlanText),
            scene.Silo.Sign(scene.Operator, "/vault/issued", scene.Custodians.PlanText),
            sound with { Body = TestCustodians.Of().PlanText },
            sound with { Query = "?x" },
            sound with { Signature = sound.Signature.Replace('A', 'B') + " " },
            sound with { SignatureInput = "" },
        ];

        var answers = new List<Outcome>();
        foreach (SignedCall call in calls)
        {
            answers.Add((await scene.Vault.Init(call)).Outcome);
        }

        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Equal("unauthorised", answers[0].Code);
        Assert.Equal("ok", (await scene.Vault.Init(sound)).Outcome.Code);
        Assert.Equal("unauthorised", (await scene.Vault.Init(sound)).Outcome.Code);
    }

    [Fact]
    public async Task Call_AcceptedWhileUnsealed_IsNotReplayableWhileSealed()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        SignedCall issued = scene.Silo.Sign(scene.Operator, "/vault/issued", "");
        Assert.Equal("ok", (await scene.Vault.Issued(issued)).Outcome.Code);
        await scene.SealAsync();

        Assert.Equal("unauthorised", (await scene.Vault.Issued(issued)).Outcome.Code);
    }

    [Fact]
    public async Task Calls_OfAnotherRole_AreForbidden()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        TestAccount auditor = await scene.Silo.EnrolAsync("auditor", "an auditor");

        Assert.Equal("forbidden-role", (await scene.Vault.Seal(scene.Silo.Sign(auditor, "/vault/seal", ""))).Outcome.Code);
        Assert.Equal("forbidden-role", (await scene.Vault.Rotate(scene.Silo.Sign(auditor, "/vault/rotate", ""))).Outcome.Code);
        Assert.Equal("forbidden-role", (await scene.Vault.Rekey(scene.Silo.Sign(auditor, "/vault/rekey", TestCustodians.Of().PlanText))).Outcome.Code);
        Assert.Equal("unsealed", await scene.StateAsync());
    }

    [Fact]
    public async Task Calls_ThatNeedAKey_AnswerSealedOrUninitialised()
    {
        await using VaultScene scene = await VaultScene.StartAsync(folder.Path);
        foreach (string expected in (string[])["uninitialised", "sealed"])
        {
            SignedCall call = scene.Silo.Sign(scene.Operator, "/vault/rotate", "");
            Assert.Equal(expected, (await scene.Vault.Rotate(call)).Outcome.Code);
            Assert.Equal(expected, (await scene.Vault.Epoch(call)).Outcome.Code);
            Assert.Equal(expected, (await scene.Vault.Install(call)).Outcome.Code);
            Assert.Equal(expected, (await scene.Vault.EndEpoch(call)).Outcome.Code);
            Assert.Equal(expected, (await scene.Vault.Rekey(call)).Outcome.Code);
            await scene.InitAsync();
        }
    }
}
