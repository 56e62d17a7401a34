using Broker.Bench.Harness;
using Broker.Policy;

namespace Broker.Bench.Rows;

/// <summary>A decision over the country's policy, once its like was made before.</summary>
internal static class PolicyRows
{
    private static readonly DateOnly Day = new(2014, 2, 24);
    private static readonly string[] States = ["LUX", "CAF", "FRA"];
    private static readonly string[] ClosedTiers = ["elected-member", "consortium"];
    private static readonly string[] Purposes = ["council-briefing", "early-warning", "evaluation"];

    internal static IEnumerable<Row> All()
    {
        CompiledPolicy policy = CompiledPolicy.Compile(Read());
        PolicyRequest[] requests = Requests();
        var decisions = requests.ToDictionary(Name, policy.Evaluate, StringComparer.Ordinal);
        string[] names = [.. requests.Select(Name)];
        yield return new Row(
            "policy decision, policies/caf-2013.yaml", new Work(times => Decide(policy, requests, times), requests.Length),
            "a Dictionary look-up", new Work(times => LookUp(decisions, names, times), names.Length));
    }

    internal static SharingPolicy Read() =>
        SharingPolicyReader.Read(Inputs.File("caf-2013.yaml"), "caf-2013.yaml").Policy
        ?? throw new InvalidOperationException("the sharing policy does not read");

    private static void Decide(CompiledPolicy policy, PolicyRequest[] requests, int times)
    {
        long permitted = 0;
        for (int i = 0; i < times; i++)
        {
            foreach (PolicyRequest request in requests)
            {
                permitted += policy.Evaluate(request).Permitted ? 1 : 0;
            }
        }

        Sink.Take(permitted);
    }

    private static void LookUp(Dictionary<string, Decision> decisions, string[] names, int times)
    {
        long permitted = 0;
        for (int i = 0; i < times; i++)
        {
            foreach (string name in names)
            {
                permitted += decisions[name].Permitted ? 1 : 0;
            }
        }

        Sink.Take(permitted);
    }

    private static string Name(PolicyRequest request) => $"{request.Requester.State} {request.Tier} {request.Purpose}";

    // Permits, forbids and refusals of closed tiers; the answer for the public tier needs less and is not among them.
    private static PolicyRequest[] Requests() =>
    [
        .. from state in States
           from tier in ClosedTiers
           from purpose in Purposes
           select new PolicyRequest(new Requester(state, null, "delegate", ["mpc"]), tier, purpose, Day),
    ];
}
