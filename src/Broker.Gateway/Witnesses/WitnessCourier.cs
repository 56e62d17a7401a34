using Broker.Contracts;

namespace Broker.Gateway.Witnesses;

/// <summary>
/// Carries what the silo wants cosigned to the witnesses, and their answers back: the silo has no network. It can delay publication and nothing else,
/// because the silo verifies each cosignature itself. One errand a witness at a time; errands of one do not wait for another's.
/// </summary>
internal sealed partial class WitnessCourier(Silo silo, WitnessMail mail, TimeProvider time, ILogger<WitnessCourier> logger) : BackgroundService
{
    // A briefing waits for its cosignatures, so this is a part of each answer's time.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookForWitnesses = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookForSilo = TimeSpan.FromSeconds(1);

    // Used by the loop alone: an errand's own task touches only its round.
    private readonly Dictionary<string, Round> rounds = new(StringComparer.Ordinal);
    private bool hasWitnesses;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = await Turn(stoppingToken);
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(rounds.Values.Select(round => round.Carried)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<TimeSpan> Turn(CancellationToken cancellation)
    {
        try
        {
            var errands = await silo.Errands(cancellation);
            foreach (var errand in errands)
            {
                Begin(errand, cancellation);
            }

            // A broker whose policy names no witness has none until its next start.
            hasWitnesses = hasWitnesses || errands.Count > 0 || (await silo.Publication(cancellation)).Witnesses.Count > 0;
            return hasWitnesses ? Look : LookForWitnesses;
        }
#pragma warning disable CA1031 // the loop must outlive whatever a silo that starts, stops or fails makes of a call
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (!Engine.IsUnavailable(exception) && !Engine.IsBusy(exception))
            {
                LogFailure(logger, exception.GetType().Name);
            }

            return LookForSilo;
        }
        catch (OperationCanceledException)
        {
            return TimeSpan.Zero;
        }
    }

    private void Begin(WitnessErrand errand, CancellationToken cancellation)
    {
        if (!rounds.TryGetValue(errand.Witness, out var round))
        {
            rounds[errand.Witness] = round = new Round();
        }

        if (round.Carried.IsCompleted && time.GetTimestamp() >= round.NotBefore)
        {
            round.Carried = Carry(errand, round, cancellation);
        }
    }

    private async Task Carry(WitnessErrand errand, Round round, CancellationToken cancellation)
    {
        try
        {
            var start = time.GetTimestamp();
            var reply = await mail.Carry(errand, cancellation);
            var wasTried = round.Patience.IsTried;
            var pause = round.Patience.After(reply.Status);
            round.NotBefore = time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency);
            if (wasTried != round.Patience.IsTried)
            {
                LogAnswer(logger, reply.Status, (long)time.GetElapsedTime(start).TotalMilliseconds);
            }

            await silo.Answer(reply, cancellation);
        }
#pragma warning disable CA1031 // an errand that fails here is given out again by the silo, whatever it failed with
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailure(logger, exception.GetType().Name);
        }
    }

    private sealed class Round
    {
        public WitnessPatience Patience { get; } = new();

        public Task Carried { get; set; } = Task.CompletedTask;

        public long NotBefore { get; set; }
    }
}
