using System.Security.Cryptography;
using System.Text;
using Broker.Briefings;
using Broker.Contracts;
using Broker.Policy;
using Broker.Sealing;
using Broker.Tests.Hardening;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;

namespace Broker.Tests.Silo.Memory;

/// <summary>A silo as a process of its own, called over its socket as the gateway calls it.</summary>
internal sealed class RemoteSilo : IAsyncDisposable
{
    private const string Text = "application/vnd.broker.request";

    // A silo takes nothing that was signed in the second of its start or before: a request of its former life could be replayed.
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(2);

    private readonly IHost client;

    private RemoteSilo(HostUnderTest process, IHost client, TestAccount @operator)
    {
        Process = process;
        this.client = client;
        Operator = @operator;
    }

    public static Origin Origin { get; } = Origin.Parse(Broker.Silo.SiloOptions.DefaultOrigin);

    public HostUnderTest Process { get; }

    public TestAccount Operator { get; }

    public IGrainFactory Grains => client.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts a silo in the folder and connects to it.</summary>
    public static async Task<RemoteSilo> StartAsync(TemporaryFolder folder, params string[] settings)
    {
        TestAccount first = TestAccount.New("operator");
        File.Delete(folder.At("silo.sock")); // what a killed silo left behind is no sign of this one
        HostUnderTest process = HostUnderTest.Start(
            folder,
            [
                HostUnderTest.Executable("Broker.Silo"), .. HostUnderTest.SiloArguments(folder),
                "--Silo:Operator", $"{first.Id}:{Convert.ToHexStringLower(first.Signing.PublicKey)}", .. settings,
            ]);
        await process.UntilAsync(() => File.Exists(folder.At("silo.sock")));
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddEmbeddedClient(options => options.SocketPath = folder.At("silo.sock"));
        IHost client = builder.Build();
        await client.StartAsync();
        return new RemoteSilo(process, client, first);
    }

    public SignedCall Sign(TestAccount signer, string path, byte[] body, string contentType = Text)
    {
        RequestHeaders headers = RequestSignature.Sign(
            "POST", "localhost", path, "?", contentType, SHA256.HashData(body), signer.Id, signer.Signing, TimeProvider.System.GetUtcNow() + AfterStart, RandomNumberGenerator.Fill);
        return new SignedCall(
            headers.Method, headers.Authority, headers.Path, headers.Query, headers.ContentDigest, headers.ContentType, headers.SignatureInput, headers.Signature, body);
    }

    public async Task<TestAccount> EnrolAsync(string role, string name)
    {
        TestAccount member = TestAccount.New(name);
        EnrolOutcome answer = await Grains.GetGrain<IAccountGrain>($"account/{member.Id}").Enrol(
            Sign(Operator, $"/accounts/{member.Id}", Encoding.UTF8.GetBytes(member.EnrolText(role, "-", "-"))));
        Assert.Equal("ok", answer.Outcome.Code);
        member.OpenSecret(Origin, answer.SealedSecret);
        return member;
    }

    public async Task ActivatePolicyAsync()
    {
        TestAccount[] officers = [await EnrolAsync("policy-officer", "officer one"), await EnrolAsync("policy-officer", "officer two")];
        IPolicyGrain policy = Grains.GetGrain<IPolicyGrain>("policy/CAF");
        byte[] yaml = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "policies", "caf-2013.yaml"));
        ProposeOutcome proposed = await policy.Propose(Sign(officers[0], "/policies/CAF/revisions", yaml));
        foreach (TestAccount officer in officers)
        {
            ApproveOutcome answer = await policy.Approve(
                Sign(officer, "/policies/CAF/approvals", Encoding.UTF8.GetBytes(officer.ApprovalText(Origin, "CAF", proposed.Revision))));
            Assert.Equal("ok", answer.Outcome.Code);
        }
    }

    /// <summary>The key that depositors seal to, out of the note that the silo hands out.</summary>
    public async Task<EpochKey> EpochAsync()
    {
        SiloState state = await Grains.GetGrain<ISiloGrain>("silo/this").Status();
        string text = state.EpochKeyNote[..(state.EpochKeyNote.IndexOf("\n\n", StringComparison.Ordinal) + 1)];
        Assert.True(EpochKeyNote.TryParseText(Encoding.UTF8.GetBytes(text), Origin, out EpochKey? epoch));
        return epoch!;
    }

    /// <summary>Makes a vault of these custodians, unseals it with a quorum and installs the epoch's note, as its people would.</summary>
    public async Task InitialiseAsync(TestCustodians custodians, Ed25519SigningKey identity)
    {
        IVaultGrain vault = Grains.GetGrain<IVaultGrain>("vault/this");
        Assert.Equal("ok", (await vault.Init(Sign(Operator, "/vault/init", custodians.PlanText))).Outcome.Code);
        custodians.Open((await vault.Issued(Sign(Operator, "/vault/issued", []))).Shares);
        foreach (string custodian in (string[])["operators/3", "auditors/2", "operators/1"])
        {
            Assert.Equal("ok", (await GiveAsync(custodians, custodian)).Outcome.Code);
        }

        Assert.Equal("unsealed", (await vault.Status()).State);
        await InstallAsync((await vault.Epoch(Sign(Operator, "/vault/epoch", []))).Text, identity);
    }

    /// <summary>Begins a new epoch, installs its note and ends the one before.</summary>
    public async Task ExchangeEpochAsync(Ed25519SigningKey identity)
    {
        IVaultGrain vault = Grains.GetGrain<IVaultGrain>("vault/this");
        EpochId old = (await EpochAsync()).Id;
        await InstallAsync((await vault.Rotate(Sign(Operator, "/vault/rotate", []))).Text, identity);
        byte[] body = Encoding.ASCII.GetBytes($"end-epoch/1\nepoch {old}\n");
        Assert.Equal("ok", (await vault.EndEpoch(Sign(Operator, "/vault/epochs/end", body))).Outcome.Code);
    }

    /// <summary>Moves the calendar; everything that is due happens.</summary>
    public async Task AdvanceAsync(string day)
    {
        byte[] body = Encoding.ASCII.GetBytes($"advance/1\nto {day}T00:00:00Z\n");
        AdvanceOutcome answer = await Grains.GetGrain<ISiloGrain>("silo/this").Advance(Sign(Operator, "/simulation/advance", body));
        Assert.Equal("ok", answer.Outcome.Code);
        Assert.NotEmpty(answer.Closed);
    }

    public async Task<VaultOutcome> GiveAsync(TestCustodians custodians, string custodian)
    {
        IVaultGrain vault = Grains.GetGrain<IVaultGrain>("vault/this");
        byte[] siloKey = (await vault.Status()).SiloKey;
        byte[] envelope = ShareEnvelope.Seal(
            custodians.Mnemonic(custodian), siloKey, Origin, SharePurpose.Unseal, RandomNumberGenerator.Fill);
        return await vault.Give(ShareText.Format(SharePurpose.Unseal, envelope));
    }

    private async Task InstallAsync(string epoch, Ed25519SigningKey identity)
    {
        byte[] note = EpochKeyNote.Sign(epoch, $"{Origin}/identity", identity);
        Assert.Equal("ok", (await Grains.GetGrain<IVaultGrain>("vault/this").Install(Sign(Operator, "/vault/install", note))).Outcome.Code);
    }

    public Task<VaultOutcome> SealAsync() => Grains.GetGrain<IVaultGrain>("vault/this").Seal(Sign(Operator, "/vault/seal", []));

    /// <summary>The package of one observation, sealed with randomness that the caller knows.</summary>
    public async Task<byte[]> SealAsync(TestAccount depositor, RecordId record, byte[] observation, Sealing.RandomFill random) => DepositSealer.Seal(
        new SealRequest
        {
            Origin = Origin,
            Record = record,
            Depositor = depositor.Id,
            Epoch = await EpochAsync(),
            ManifestKey = depositor.Signing,
            SignerName = depositor.Id.ToString(),
            EnrolmentSecret = depositor.Secret!,
            Caveats = CaveatDocument.Format(new RecordCaveats("public", [], [], null, null, NoNarrative: true)),
            Observation = observation,
            SourcePlaintext = "source"u8.ToArray(),
            SourceRecipients = [depositor.SealingKey.PublicKey],
        },
        random);

    public async Task<DepositOutcome> DepositAsync(TestAccount depositor, byte[] package)
    {
        SignedCall call = Sign(depositor, "/deposits", DepositPackage.EncodeBatch([package]), "application/vnd.broker.deposits");
        return await Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0").Deposit(call, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
    }

    public async ValueTask DisposeAsync()
    {
        await client.StopAsync();
        client.Dispose();
        Process.Dispose();
    }
}
