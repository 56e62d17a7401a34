using System.Security.Cryptography;
using System.Text;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo;
using Broker.Silo.Deposits;
using Broker.Silo.Hosting;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;

namespace Broker.Tests.Silo;

/// <summary>A whole silo in the test's process, with its real vault, store and grains, called as the gateway calls it.</summary>
internal sealed class SiloHost : IAsyncDisposable
{
    public const string Authority = "localhost";

    private const string InProcess = "none";

    private readonly IHost host;

    private SiloHost(IHost host, TestAccount @operator, ManualTime wall)
    {
        this.host = host;
        Operator = @operator;
        Wall = wall;
    }

    /// <summary>When set, silos that this flow starts keep their store in the database that this names for their folder.</summary>
    public static AsyncLocal<Func<string, string>?> Database { get; } = new();

    public static DateTimeOffset CalendarStart { get; } = new(2012, 12, 31, 0, 0, 0, TimeSpan.Zero);

    public TestAccount Operator { get; }

    public ManualTime Wall { get; }

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public IStore Store => host.Services.GetRequiredService<IStore>();

    public VaultService Vault => host.Services.GetRequiredService<VaultService>();

    public T Service<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>Starts a silo on the folder; the same operator must be given again for a folder that was used before.</summary>
    public static async Task<SiloHost> StartAsync(string folder, TestAccount? @operator = null, Action<SiloOptions>? configure = null, DateTimeOffset? realCalendar = null)
    {
        @operator ??= TestAccount.New("operator");
        var options = new SiloOptions
        {
            DataFolder = folder,
            Socket = InProcess,
            Environment = SiloOptions.DevelopmentEnvironment,
            SimulatedClock = CalendarStart,
            Operator = $"{@operator.Id}:{Convert.ToHexStringLower(@operator.Signing.PublicKey)}",
        };
        options.Postgres = Database.Value?.Invoke(folder) ?? "";
        configure?.Invoke(options);
        var wall = new ManualTime(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddBroker(options);
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(wall));
        if (realCalendar is { } begin)
        {
            // A calendar on a clock that people can set back, as a real one; a simulated one never goes back.
            wall.Advance(begin - wall.GetUtcNow());
            builder.Services.Replace(ServiceDescriptor.Singleton(new Broker.Silo.Calendar.CalendarClock(wall)));
        }

        builder.Services.AddEmbeddedSilo(silo =>
        {
            silo.GrainAssemblies.Add(BrokerServices.GrainAssembly);
            silo.SocketPath = options.Socket == InProcess ? null : options.Socket;
        });
        builder.Services.AddSingleton<IIncomingGrainCallFilter>(provider => provider.GetRequiredService<Broker.Silo.Grains.InternalCalls>());
        IHost host = builder.Build();
        try
        {
            host.Services.GetRequiredService<VaultStarter>().Start();
            host.Services.GetRequiredService<LogOpening>().Write();
            await host.StartAsync();
        }
        catch
        {
            // A silo that refuses to start lets go of its folder, as its process would.
            if (host.Services.GetService<IStore>() is { } store)
            {
                await store.DisposeAsync();
            }

            throw;
        }

        wall.Advance(TimeSpan.FromSeconds(2));
        return new SiloHost(host, @operator, wall);
    }

    /// <summary>A call with its signature, as the gateway would hand it on.</summary>
    public SignedCall Sign(TestAccount signer, string path, byte[] body, string authority = Authority, string contentType = "application/vnd.broker.request")
    {
        RequestHeaders headers = RequestSignature.Sign(
            "POST", authority, path, "?", contentType, SHA256.HashData(body), signer.Id, signer.Signing, Wall.GetUtcNow(), RandomNumberGenerator.Fill);
        return new SignedCall(
            headers.Method, headers.Authority, headers.Path, headers.Query, headers.ContentDigest, headers.ContentType, headers.SignatureInput, headers.Signature, body);
    }

    public SignedCall Sign(TestAccount signer, string path, string body) => Sign(signer, path, Encoding.UTF8.GetBytes(body));

    /// <summary>Enrols a new account and opens the secret that it is given.</summary>
    public async Task<TestAccount> EnrolAsync(string role, string name, string state = "-", string affiliation = "-", string actors = "-")
    {
        TestAccount member = TestAccount.New(name);
        EnrolOutcome answer = await Grains.GetGrain<IAccountGrain>($"account/{member.Id}").Enrol(
            Sign(Operator, $"/accounts/{member.Id}", member.EnrolText(role, state, affiliation, actors)));
        Assert.Equal("ok", answer.Outcome.Code);
        member.OpenSecret(Vault.Origin, answer.SealedSecret);
        return member;
    }

    /// <summary>Puts the demo's policy in force, changed as the test wants, signed by two officers; its revision.</summary>
    public async Task<string> ActivatePolicyAsync(Func<string, string>? change = null)
    {
        TestAccount first = await EnrolAsync("policy-officer", "officer one");
        TestAccount second = await EnrolAsync("policy-officer", "officer two");
        IPolicyGrain policy = Grains.GetGrain<IPolicyGrain>("policy/CAF");
        string text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "policies", "caf-2013.yaml"));
        byte[] yaml = Encoding.UTF8.GetBytes(change?.Invoke(text) ?? text);
        ProposeOutcome proposed = await policy.Propose(Sign(first, "/policies/CAF/revisions", yaml));
        Assert.True(proposed.Outcome.IsOk, string.Join('\n', proposed.Outcome.Details));
        string replaces = (await policy.Active()).Revision is { Length: > 0 } inForce ? inForce : "none";
        Assert.False((await policy.Approve(Sign(first, "/policies/CAF/approvals", first.ApprovalText(Vault.Origin, "CAF", proposed.Revision, replaces)))).Active);
        Assert.True((await policy.Approve(Sign(second, "/policies/CAF/approvals", second.ApprovalText(Vault.Origin, "CAF", proposed.Revision, replaces)))).Active);
        return proposed.Revision;
    }

    /// <summary>Deposits a batch and waits until its country has taken what it left in the outbox, or failed to: tests look at both at once.</summary>
    public async Task<DepositOutcome> DepositAsync(TestAccount depositor, string key, params byte[][] packages)
    {
        DepositOutcome answer = await SendAsync(depositor, key, packages);
        await Service<CountryDrains>().Settled();
        return answer;
    }

    /// <summary>Deposits a batch as the gateway would.</summary>
    public async Task<DepositOutcome> SendAsync(TestAccount depositor, string key, params byte[][] packages) =>
        await Grains.GetGrain<IDepositorGrain>(DepositShards.KeyOf(depositor.Id.ToString(), key))
            .Deposit(Sign(depositor, "/deposits", DepositPackage.EncodeBatch(packages)), key);

    public async Task<AdvanceOutcome> AdvanceAsync(string to) =>
        await Grains.GetGrain<ISiloGrain>("silo/this").Advance(Sign(Operator, "/simulation/advance", $"advance/1\nto {to}T00:00:00Z\n"));

    /// <summary>A new request, or one of this id again.</summary>
    public async Task<BriefingOutcome> RequestAsync(TestAccount requester, string period, string tier = "elected-member", string purpose = "council-briefing", string? id = null) =>
        await Grains.GetGrain<IBriefingGrain>($"briefing/{requester.Id}").Request(
            Sign(requester, "/requests", $"request/2\ncountry CAF\nperiod {period}\nvintage final\ntier {tier}\npurpose {purpose}\nid {id ?? NewRequestId()}\n"));

    public static string NewRequestId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await Service<IStore>().DisposeAsync();
        host.Dispose();
    }
}
