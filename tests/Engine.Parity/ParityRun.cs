using Engine.Parity.Hosting;
using Engine.Parity.Probes;

namespace Engine.Parity;

/// <summary>Asks all probes, one after another, and gives their outcomes.</summary>
public static class ParityRun
{
    public static IReadOnlyList<Probe> Probes { get; } =
    [
        .. MessageProbes.All, .. FailureProbes.All, .. TurnProbes.All, .. LifeProbes.All, .. ClockProbes.All,
        .. ClockProbes.Restarting, .. LifeProbes.Stopping,
    ];

    public static async Task<IReadOnlyList<(string Probe, string Outcome)>> AskAllAsync(ParityOptions options)
    {
        await using var host = new ParityHost(options);
        await host.StartAsync();
        var outcomes = new List<(string, string)>();
        foreach (var probe in Probes)
        {
            outcomes.Add((probe.Name, await Outcome.Of(() => probe.Ask(host))));
        }

        return outcomes;
    }
}
