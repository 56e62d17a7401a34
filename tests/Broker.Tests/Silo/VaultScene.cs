using System.Security.Cryptography;
using System.Text;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo;

namespace Broker.Tests.Silo;

/// <summary>A silo whose vault has custodians, as production has it, on a simulated calendar.</summary>
internal sealed class VaultScene : IAsyncDisposable
{
    private readonly string folder;
    private SiloHost? host;

    private VaultScene(string folder) => this.folder = folder;

    public TestAccount Operator { get; private init; } = TestAccount.New("operator");

    public Ed25519SigningKey Identity { get; private init; } = Ed25519SigningKey.Generate(RandomNumberGenerator.Fill);

    public TestCustodians Custodians { get; set; } = TestCustodians.Of();

    public SiloHost Silo => host ?? throw new InvalidOperationException("no silo runs");

    public string Folder => folder;

    public Origin Origin => Silo.Vault.Origin;

    public IVaultGrain Vault => Silo.Grains.GetGrain<IVaultGrain>("vault/this");

    /// <summary>A silo on a folder that has no vault yet.</summary>
    public static async Task<VaultScene> StartAsync(string folder)
    {
        var scene = new VaultScene(folder);
        await scene.RestartAsync();
        return scene;
    }

    /// <summary>A silo of the same people on another folder, as a copy of this one's.</summary>
    public async Task<VaultScene> OnAsync(string other)
    {
        var scene = new VaultScene(other) { Operator = Operator, Identity = Identity, Custodians = Custodians };
        await scene.RestartAsync();
        return scene;
    }

    /// <summary>Initialised and sealed; the custodians have their shares.</summary>
    public static async Task<VaultScene> InitialisedAsync(string folder)
    {
        VaultScene scene = await StartAsync(folder);
        Assert.Equal("ok", (await scene.InitAsync()).Outcome.Code);
        scene.Custodians.Open(await scene.IssuedAsync());
        return scene;
    }

    /// <summary>Unsealed, with an installed epoch and a sharing policy in force.</summary>
    public static async Task<VaultScene> ReadyAsync(string folder)
    {
        VaultScene scene = await InitialisedAsync(folder);
        await scene.UnsealAsync();
        Assert.Equal("ok", (await scene.InstallAsync()).Outcome.Code);
        await scene.Silo.ActivatePolicyAsync();
        return scene;
    }

    /// <summary>Stops the silo when one runs, as if it was killed for the vault: nothing of memory outlives it. Starts another on the folder.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        host = await SiloHost.StartAsync(folder, Operator, options =>
        {
            options.SelfUnseal = false;
            options.Identity = Convert.ToHexStringLower(Identity.PublicKey);
        });
    }

    public async Task StopAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
            host = null;
        }
    }

    public Task<VaultOutcome> InitAsync() => Vault.Init(Silo.Sign(Operator, "/vault/init", Custodians.PlanText));

    public async Task<IReadOnlyList<IssuedShare>> IssuedAsync()
    {
        IssuedOutcome answer = await Vault.Issued(Silo.Sign(Operator, "/vault/issued", ""));
        Assert.Equal("ok", answer.Outcome.Code);
        return answer.Shares;
    }

    public async Task<string> StateAsync() => (await Vault.Status()).State;

    /// <summary>Gives a share for what is asked for.</summary>
    public async Task<VaultOutcome> GiveAsync(string custodian, TestCustodians? of = null)
    {
        VaultState state = await Vault.Status();
        Assert.True(SharePurpose.TryParse(state.Asking.Length == 0 ? "unseal" : state.Asking, out SharePurpose purpose));
        return await GiveAsync((of ?? Custodians).Mnemonic(custodian), purpose, state.SiloKey);
    }

    public Task<VaultOutcome> GiveAsync(byte[] mnemonic, SharePurpose purpose, byte[] siloKey) =>
        Vault.Give(ShareText.Format(purpose, ShareEnvelope.Seal(mnemonic, siloKey, Origin, purpose, RandomNumberGenerator.Fill)));

    /// <summary>Gives the shares of several; the code of the last answer.</summary>
    public async Task<string> GiveAllAsync(TestCustodians? of, params string[] custodians)
    {
        string code = "";
        foreach (string custodian in custodians)
        {
            code = (await GiveAsync(custodian, of)).Outcome.Code;
        }

        return code;
    }

    public async Task UnsealAsync(TestCustodians? of = null)
    {
        Assert.Equal("ok", await GiveAllAsync(of, "operators/3", "auditors/2", "operators/1"));
        Assert.Equal("unsealed", await StateAsync());
    }

    public Task<VaultOutcome> SealAsync() => Vault.Seal(Silo.Sign(Operator, "/vault/seal", ""));

    public async Task<EpochId> RotateAsync()
    {
        EpochOutcome rotated = await Vault.Rotate(Silo.Sign(Operator, "/vault/rotate", ""));
        Assert.Equal("ok", rotated.Outcome.Code);
        return Epoch(rotated.Text);
    }

    /// <summary>The newest epoch's text, signed by the identity and installed.</summary>
    public async Task<VaultOutcome> InstallAsync()
    {
        EpochOutcome epoch = await Vault.Epoch(Silo.Sign(Operator, "/vault/epoch", ""));
        Assert.Equal("ok", epoch.Outcome.Code);
        return await InstallAsync(Note(epoch.Text, Identity));
    }

    public Task<VaultOutcome> InstallAsync(byte[] note) => Vault.Install(Silo.Sign(Operator, "/vault/install", note));

    public byte[] Note(string text, Ed25519SigningKey identity) => EpochKeyNote.Sign(text, $"{Origin}/identity", identity);

    public Task<VaultOutcome> EndEpochAsync(EpochId epoch) => Vault.EndEpoch(Silo.Sign(Operator, "/vault/epochs/end", $"end-epoch/1\nepoch {epoch}\n"));

    /// <summary>Proposes a new sharing and lets today's custodians agree; the new ones have their shares then, which are not confirmed.</summary>
    public async Task<TestCustodians> RekeyAsync(string groups = "operators:2of3,auditors:1of3")
    {
        TestCustodians next = TestCustodians.Of(groups);
        Assert.Equal("ok", (await Vault.Rekey(Silo.Sign(Operator, "/vault/rekey", next.PlanText))).Outcome.Code);
        Assert.Equal($"rekey {next.Digest(Origin)}", (await Vault.Status()).Asking);
        Assert.Equal("ok", await GiveAllAsync(null, "operators/1", "operators/2", "auditors/3"));
        Assert.Equal($"confirm {next.Digest(Origin)}", (await Vault.Status()).Asking);
        next.Open(await IssuedAsync());
        return next;
    }

    public EpochId Epoch(string text)
    {
        Assert.True(EpochKeyNote.TryParseText(Encoding.ASCII.GetBytes(text), Origin, out EpochKey? epoch));
        return epoch!.Id;
    }

    /// <summary>A copy of the data folder as it is, without the lock of the silo that runs on it.</summary>
    public TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        foreach (string file in Directory.EnumerateFiles(folder).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            File.Copy(file, copy.At(Path.GetFileName(file)));
        }

        return copy;
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
