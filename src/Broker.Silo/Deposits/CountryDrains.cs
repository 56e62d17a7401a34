using Broker.Silo.Grains;
using Microsoft.Extensions.Logging;

namespace Broker.Silo.Deposits;

/// <summary>Has countries bring their live books up to what deposits wrote: beside the deposits, which are answered without waiting for it.</summary>
/// <remarks>
/// At most one round of a country runs and one more is asked for, however many deposits come meanwhile, so that its cost is shared by all that it takes. One
/// that fails, or does not run because the silo stops, loses nothing: contributions are stored with their records, and a book that is behind is made anew.
/// </remarks>
internal sealed partial class CountryDrains(IGrainFactory grains, InternalCalls internalCalls, TimeProvider time, ILogger<CountryDrains> log)
{
    // Between two rounds of a country: what comes in that time is looked at together.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    private readonly Lock guard = new();
    private readonly Dictionary<string, Turn> turns = new(StringComparer.Ordinal); // guarded by guard, as what is in them

    /// <summary>Has the country follow, soon. What the caller has committed is among it.</summary>
    public void Ask(string country)
    {
        lock (guard)
        {
            if (turns.TryGetValue(country, out Turn? turn))
            {
                turn.Again = true;
                return;
            }

            turns[country] = turn = new Turn();

            // Not in the caller's context: it is not a call of the caller's, and goes on after it.
            using AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
            turn.Running = Task.Run(() => Run(country, turn));
        }
    }

    /// <summary>Completes when everything that was asked for so far was tried.</summary>
    public Task Settled()
    {
        lock (guard)
        {
            return Task.WhenAll(turns.Values.Select(turn => turn.Running));
        }
    }

    private async Task Run(string country, Turn turn)
    {
        while (true)
        {
            await Pull(country);
            lock (guard)
            {
                if (!turn.Again)
                {
                    turns.Remove(country);
                    return;
                }
            }

            await Task.Delay(Rest, time);
            lock (guard)
            {
                // Whoever asks from here on may have committed after the round that begins now has looked.
                turn.Again = false;
            }
        }
    }

    private async Task Pull(string country)
    {
        try
        {
            internalCalls.Enter();
            await grains.GetGrain<ICountryIntake>($"country/{country}").Pull();
        }
#pragma warning disable CA1031 // nobody waits for it, and what it did not take is taken by the next one
        catch (Exception fault)
#pragma warning restore CA1031
        {
            // The type names what happened and carries no content.
            NotTaken(log, fault.GetType().Name);
        }
    }

    private sealed class Turn
    {
        public bool Again { get; set; }

        public Task Running { get; set; } = Task.CompletedTask;
    }
}
