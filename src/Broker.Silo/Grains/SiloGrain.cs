using System.Globalization;
using Broker.Contracts;
using Broker.Silo.Calendar;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>The silo: its state, and its calendar when that is simulated.</summary>
[GrainType("silo")]
internal sealed class SiloGrain(
    IStore store, VaultService vault, VaultStarter starter, PublishedKeys keys, PolicyStore policies, CalendarClock calendar, CalendarCloser closer,
    Hosting.SiloHealth health, IGrainFactory grains)
    : Grain, ISiloGrain
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public Task<SiloState> Status() => Task.FromResult(new SiloState(
        vault.Origin.ToString(),
        vault.IsUnsealed ? "unsealed" : "sealed",
        [.. starter.Warnings, .. health.Warnings()],
        keys.EpochKeyNote,
        keys.TrustFile,
        calendar.Now,
        calendar.IsSimulated,
        policies.Countries(),
        health.Faults()));

    public async Task<AdvanceOutcome> Advance(SignedCall call)
    {
        (Account? account, Outcome refusal) = await new Authoriser(grains, vault).Check(call, Account.Operator, "/simulation/advance");
        if (account is null)
        {
            return new AdvanceOutcome(refusal, calendar.Now, []);
        }

        if (RequestText.Read(call.Body, "advance/1", "to") is not [var text]
            || !DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset target))
        {
            return new AdvanceOutcome(Answers.Malformed("request to move the calendar"), calendar.Now, []);
        }

        if (!calendar.IsSimulated)
        {
            return new AdvanceOutcome(Outcome.Refuse("not-simulated", "this silo runs on a real clock, which nobody can move"), calendar.Now, []);
        }

        await store.WriteAsync(connection => SimulatedTime.Write(connection, target));
        calendar.TryAdvanceTo(target);
        return new AdvanceOutcome(Outcome.Ok, calendar.Now, await closer.CloseDue());
    }
}
