using System.Globalization;
using System.Security.Cryptography;
using Broker.Cli;
using Broker.Contracts;
using Broker.Faults.Scene;
using Broker.Sealing;
using Broker.Silo;
using Broker.Silo.Deposits;
using Broker.Silo.Grains;
using Broker.Silo.Hosting;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Broker.Bench.Http;

/// <summary>The silo's own vault, store and intake on a data folder whose silo does not run, without grains, socket or gateway.</summary>
internal sealed class SiloInProcess : IAsyncDisposable
{
    private const string Accepted = "accepted";
    private const int KeyBytes = 16;

    private readonly ServiceProvider silo;
    private readonly BatchIntake intake;
    private readonly AccountStore accounts;

    private SiloInProcess(ServiceProvider silo)
    {
        this.silo = silo;
        Store = silo.GetRequiredService<IStore>();
        silo.GetRequiredService<VaultStarter>().Start();
        silo.GetRequiredService<LogOpening>().Write();
        Vault = silo.GetRequiredService<VaultService>();
        intake = silo.GetRequiredService<BatchIntake>();
        accounts = silo.GetRequiredService<AccountStore>();
    }

    internal IStore Store { get; }

    internal VaultService Vault { get; }

    internal static SiloInProcess Open(Installation broker)
    {
        var options = new SiloOptions
        {
            DataFolder = broker.DataFolder,
            Origin = Installation.Origin,
            Environment = SiloOptions.DevelopmentEnvironment,
            SimulatedClock = DateTimeOffset.Parse(Installation.ClockStart, CultureInfo.InvariantCulture),
        };
        IServiceCollection services = new ServiceCollection().AddLogging().AddBroker(options).AddSingleton<IGrainFactory, NoGrains>();
        return new SiloInProcess(services.BuildServiceProvider());
    }

    /// <summary>Takes a batch, as the depositor's grain does once the request's signature holds.</summary>
    internal async Task TakeAsync(Member depositor, byte[] batch)
    {
        Account account = accounts.Find(depositor.Account) ?? throw new InvalidOperationException("the depositor is not enrolled");
        DepositOutcome outcome = await intake.Take(account, batch, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)));
        if (!outcome.Outcome.IsOk || outcome.Lines.Any(line => line.Code != Accepted))
        {
            throw new InvalidOperationException("a deposit was refused, so there is nothing to measure");
        }
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    // Nobody counts here: a silo that is started on the folder takes what waits.
    private sealed class NoGrains : IGrainFactory
    {
        public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
            where TGrainInterface : IGrainWithStringKey => throw new NotSupportedException("there are no grains here");
    }
}
