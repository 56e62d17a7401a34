using System.Reflection;
using System.Text;
using Broker.Briefings;
using Broker.DisclosureControl;
using Broker.Policy;

namespace Broker.Cli;

/// <summary>The plan that a simulation runs under, and the places that its records may name.</summary>
/// <param name="Plan">A policy's plan, made by the code that the silo uses, or a plan's text as it stands.</param>
/// <param name="Gazetteer">Null where only the plan's own areas are known.</param>
internal sealed record SimulationPlan(MeasurementPlan Plan, Gazetteer? Gazetteer)
{
    private const int PlanLimit = 64 * 1024;
    private const int FileLimit = 1024 * 1024;

    /// <summary>A plan as a release names it.</summary>
    /// <exception cref="CommandFailure">It is no plan, or of another country or period than asked for.</exception>
    public static SimulationPlan OfText(string path, string country, string? period, string? places)
    {
        if (!MeasurementPlan.TryParse(PrivateFile.Read(path, PlanLimit), out var plan))
        {
            throw new CommandFailure($"`{path}` is not the canonical text of a measurement plan");
        }

        return plan!.Country != country ? throw new CommandFailure($"the plan is for another country than {country}")
            : period is not null && plan.Period != period ? throw new CommandFailure($"the plan is for another period than {period}")
            : new SimulationPlan(plan, Places(country, places));
    }

    /// <summary>The plan that a sharing policy makes of a block or week.</summary>
    /// <exception cref="CommandFailure">The policy or the places cannot be read, or make no plan.</exception>
    public static SimulationPlan OfPolicy(string? path, string country, string period, VolumeClass volume, string? places)
    {
        var reading = SharingPolicyReader.Read(path is null ? Bundled($"policy-{country}.yaml", "--policy or --plan") : PrivateFile.Read(path, FileLimit), path ?? "the demonstration's policy");
        var policy = reading.Policy ?? throw new CommandFailure($"the policy has errors: {reading.Diagnostics[0]}");
        return policy.Country == country ? Of(policy, period, volume, places) : throw new CommandFailure($"the policy is for another country than {country}");
    }

    /// <summary>The plan that a policy makes of a block or week of its own country.</summary>
    /// <exception cref="CommandFailure">The places cannot be read, or there is no such plan.</exception>
    public static SimulationPlan Of(SharingPolicy policy, string period, VolumeClass volume, string? places)
    {
        var gazetteer = Places(policy.Country, places) ?? throw new CommandFailure($"the areas of {policy.Country} are not known here: name a file with --places");
        var vintage = FourWeekCalendar.TryParse(period, out _) ? ReleaseVintage.Final : ReleaseVintage.Flash;
        try
        {
            return new SimulationPlan(PolicyPlan.Of(policy, period, vintage, volume, gazetteer.AreaCodes), gazetteer);
        }
        catch (ArgumentException fault)
        {
            // The plan's own words: they name limits of the public plan and nothing else.
            throw new CommandFailure(fault.Message);
        }
    }

    private static Gazetteer? Places(string country, string? path)
    {
        if (path is null && !IsBundled($"pcodes-{country}.csv"))
        {
            return null;
        }

        var name = path ?? "the bundled places";
        var text = Encoding.UTF8.GetString(path is null ? Bundled($"pcodes-{country}.csv", "--places") : PrivateFile.Read(path, FileLimit));
        return !Gazetteer.TryRead(text, out var gazetteer, out var fault) ? throw new CommandFailure($"`{name}`: line {fault!.Value.Position}: {fault.Value.Code}")
            : gazetteer!.Country != country ? throw new CommandFailure($"`{name}` holds places of another country than {country}")
            : gazetteer;
    }

    private static bool IsBundled(string name) => Assembly.GetExecutingAssembly().GetManifestResourceInfo(name) is not null;

    private static byte[] Bundled(string name, string option)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new CommandFailure($"nothing is known here of this country: name a file with {option}");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
