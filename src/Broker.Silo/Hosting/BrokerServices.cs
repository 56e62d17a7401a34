using System.Reflection;
using System.Security.Cryptography;
using Broker.Sealing;
using Broker.Silo.Calendar;
using Broker.Silo.Deposits;
using Broker.Silo.Grains;
using Broker.Silo.Log;
using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Broker.Silo.Hosting;

/// <summary>Registers everything that a silo runs on but its engine.</summary>
internal static class BrokerServices
{
    public static IServiceCollection AddBroker(this IServiceCollection services, SiloOptions options)
    {
        Directory.CreateDirectory(options.DataFolder);
        File.SetUnixFileMode(options.DataFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => OpenStore(options));
        services.AddSingleton(provider => new CalendarClock(CalendarTime(options, provider.GetRequiredService<IStore>())));
        services.AddSingleton<WallClock>();
        services.AddSingleton(_ => new VaultService(Origin.Parse(options.Origin), RandomNumberGenerator.Fill));
        services.AddSingleton(_ => new VaultFiles(options.DataFolder));
        services.AddSingleton(provider => new DevelopmentKeys(options.DataFolder, provider.GetRequiredService<VaultFiles>()));
        services.AddSingleton(_ => new StartKey(RandomNumberGenerator.Fill));
        services.AddSingleton<SiloKeyConsole>();
        services.AddSingleton<VaultCalls>();
        services.AddSingleton<PublishedKeys>();
        services.AddSingleton<VaultOpening>();
        services.AddSingleton<VaultStarter>();
        services.AddSingleton<VaultTurn>();
        services.AddSingleton<VaultCeremony>();
        services.AddSingleton<EpochCeremony>();
        services.AddSingleton<OperatorAuthority>();
        services.AddHostedService<ShareWatch>();
        services.AddSingleton(_ => WitnessFile.TryRead(options.Witnesses, out WitnessPolicy policy, out string fault) ? policy : throw new InvalidDataException(fault));
        services.AddSingleton<LogProofs>();
        services.AddSingleton<Publication>();
        services.AddSingleton<LogAppender>();
        services.AddSingleton<LogEntries>();
        services.AddSingleton<LogOpening>();
        services.AddSingleton<ReceiptFactory>();
        services.AddSingleton<CountryReference>();
        services.AddSingleton<AccountStore>();
        services.AddSingleton<ActivationEvidence>();
        services.AddSingleton<PolicyStore>();
        services.AddSingleton<PolicyActivations>();
        services.AddSingleton<CommittedFacts>();
        services.AddSingleton<LoggedRequests>();
        services.AddSingleton<OpeningStore>();
        services.AddSingleton<AuditedFacts>();
        services.AddSingleton<BatchWriter>();
        services.AddSingleton<DepositStore>();
        services.AddSingleton<DayTrees>();
        services.AddSingleton<DepositProofs>();
        services.AddSingleton<DepositIntake>();
        services.AddSingleton<BatchIntake>();
        services.AddSingleton<CountryDrains>();
        services.AddSingleton<Inbox>();
        services.AddSingleton<InboxDrain>();
        services.AddSingleton<Retention>();
        services.AddSingleton<MeasurementStore>();
        services.AddSingleton<EmergencyStore>();
        services.AddSingleton<MeasurementCalendar>();
        services.AddSingleton<ConsentStore>();
        services.AddSingleton<ContributionAdmission>();
        services.AddSingleton<CellSnapshots>();
        services.AddSingleton<CellBuilder>();
        services.AddSingleton<LiveCells>();
        services.AddSingleton<PeriodIntake>();
        services.AddSingleton<OpenPeriods>();
        services.AddSingleton<PeriodMeasurement>();
        services.AddSingleton<RecordRebuild>();
        services.AddSingleton<ReleaseStore>();
        services.AddSingleton<ReleasePublication>();
        services.AddSingleton<CalendarCloser>();
        services.AddSingleton<GrainStateStore>();
        services.AddKeyedSingleton<IGrainStorage>(GrainStateStore.Name, (provider, _) => provider.GetRequiredService<GrainStateStore>());
        services.AddSingleton<InternalCalls>();
        services.AddSingleton<SiloHealth>();
        services.AddHostedService<CalendarService>();
        services.AddHostedService<ParentWatch>();
        return services;
    }

    /// <summary>The assemblies whose grains this silo runs.</summary>
    public static Assembly GrainAssembly => typeof(BrokerServices).Assembly;

    private static IStore OpenStore(SiloOptions options) => options.Postgres.Length > 0
        ? new PostgresStore(options.Postgres, options.DataFolder, options.Standby, options.IsDevelopment)
        : new SqliteStore(Path.Combine(options.DataFolder, "broker.db"));

    private static TimeProvider CalendarTime(SiloOptions options, IStore store)
    {
        if (options.SimulatedClock is not { } start)
        {
            return TimeProvider.System;
        }

        DateTimeOffset stored = store.Read(SimulatedTime.Read) ?? start;
        return new SimulatedClock(stored > start ? stored : start);
    }
}
