using Broker.Contracts;
using Broker.Silo.Deposits;
using Broker.Silo.Grains;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>What the tests of the inbox do again and again.</summary>
internal static class InboxSteps
{
    public static async Task KeepAsync(SiloHost silo, TestAccount depositor, SignedCall call, string key) =>
        Assert.Equal("ok", await CodeAsync(silo, depositor, call, key));

    public static async Task<string> CodeAsync(SiloHost silo, TestAccount depositor, SignedCall call, string key)
    {
        DepositOutcome answer = await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0").Deposit(call, key);
        Assert.Equal(answer.Outcome.IsOk, answer.Kept);
        return answer.Outcome.Code;
    }

    /// <summary>Unseals without telling the calendar, and takes what waits.</summary>
    public static async Task DrainAsync(SiloHost silo)
    {
        await TestEpochs.UnsealAsync(silo, announce: false);
        await RunAsync(silo);
    }

    public static async Task RunAsync(SiloHost silo)
    {
        silo.Service<InternalCalls>().Enter();
        await silo.Service<InboxDrain>().Run();
        await silo.Service<CountryDrains>().Settled();
    }

    public static async Task ExecuteAsync(SiloHost silo, string sql) => await silo.Store.WriteAsync(connection => connection.Execute(sql));

    public static long Waiting(SiloHost silo) => silo.Store.Read(connection => Inbox.Count(connection));

    public static long Count(SiloHost silo, string table) => silo.Store.Read(connection => connection.Number($"SELECT count(*) FROM {table}")) ?? -1;

    public static async Task EventuallyAsync(Func<bool> holds)
    {
        for (int i = 0; i < 500 && !holds(); i++)
        {
            await Task.Delay(20);
        }

        Assert.True(holds());
    }

    /// <summary>An unsealed silo with a policy in force and a depositor.</summary>
    public static async Task<(SiloHost Silo, TestAccount Depositor)> ReadyAsync(string folder, int limit = 16, TestAccount? @operator = null)
    {
        SiloHost silo = await SiloHost.StartAsync(folder, @operator, options => options.InboxMiB = limit);
        await silo.ActivatePolicyAsync();
        return (silo, await silo.EnrolAsync("depositor", "ngo one"));
    }
}
