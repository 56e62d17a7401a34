using System.Globalization;
using Broker.Bench.Harness;
using Broker.Policy;
using Broker.Policy.Tests;

namespace Broker.Bench.Policies;

/// <summary>
/// A decision beside what a user would pick instead, on the same 30 rules and 2,000 requests: the naive evaluator of the tests, Cedar and
/// casbin. All four must permit the same requests.
/// </summary>
internal static class DecisionReport
{
    private const double MostNanoseconds = 200;

    /// <summary>How many rows carry a promise, and how many of those are short of it.</summary>
    internal static (int Promised, int ShortOf) Run()
    {
        SharingPolicy policy = ThirtyRules.Policy();
        CompiledPolicy compiled = CompiledPolicy.Compile(policy);
        PolicyRequest[] requests = ThirtyRules.Requests();
        string answers = Answers(requests, request => compiled.Evaluate(request).Permitted);
        Console.WriteLine();
        Console.WriteLine($"{"a decision: " + policy.Rules.Count + " rules, " + requests.Length.ToString("N0", CultureInfo.InvariantCulture) + " requests",-55} {"ns of CPU",14} {"bytes",9}  {"of them permitted",-46} {"ratio",21}");
        Console.WriteLine(new string('-', 150));
        Work evaluator = new(times => Decide(requests, times, request => compiled.Evaluate(request).Permitted), requests.Length);
        Work naive = new(times => Decide(requests, times, request => IsPermitted(policy, request)), requests.Length);

        // Twice: on a busy machine the runtime may not have optimised the evaluator before the first rounds.
        Figure[] first = Meter.Measure(evaluator, naive), second = Meter.Measure(evaluator, naive), figures = [first[0].Best(second[0]), first[1].Best(second[1])];
        double ours = figures[0].CpuSeconds * 1e9;
        bool agrees = Print("the broker's compiled evaluator", ours, figures[0].Bytes, answers, answers, ours);
        agrees &= Print("the naive evaluator of the tests", figures[1].CpuSeconds * 1e9, figures[1].Bytes, Answers(requests, request => IsPermitted(policy, request)), answers, ours);
        IReadOnlyDictionary<string, PeerAnswer> peers = Peers.Answers(policy, requests);
        foreach ((string name, PeerAnswer peer) in peers)
        {
            string how = name == "cedar" ? $"Cedar {peer.Version} in wasm, preparsed, its boundary included" : $"casbin {peer.Version} in Node";
            agrees &= Print(how, peer.Nanoseconds, null, peer.Answers, answers, ours);
        }

        if (peers.Count > 0)
        {
            Console.WriteLine("Cedar's figure includes the boundary of wasm: request, entities and answer cross it as JSON. The peers say no near misses or reasons.");
        }

        return (1, Keeps(ours, figures[0].Bytes) && agrees ? 0 : 1);
    }

    private static bool Keeps(double nanoseconds, double bytes)
    {
        bool keeps = nanoseconds <= MostNanoseconds && Math.Round(bytes) == 0;
        if (!keeps)
        {
            Console.WriteLine($"  short of what is promised: at most {MostNanoseconds} ns and no byte a decision");
        }

        return keeps;
    }

    private static bool Print(string who, double nanoseconds, double? bytes, string answers, string expected, double ours)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{who,-55} {nanoseconds,14:N0} {(bytes is { } b ? b.ToString("N0", CultureInfo.InvariantCulture) : "not told"),9}  {answers.Count(c => c == '1'),-46:N0} {nanoseconds / ours,21:N1}"));
        int differ = answers.Length == expected.Length ? answers.Zip(expected).Count(pair => pair.First != pair.Second) : expected.Length;
        if (differ > 0)
        {
            Console.WriteLine($"  it answers {differ} of {expected.Length} requests otherwise: a figure of another policy is worth nothing");
        }

        return differ == 0;
    }

    private static bool IsPermitted(SharingPolicy policy, PolicyRequest request) =>
        NaiveEvaluator.Evaluate(policy, request).Kind == DecisionKind.ExplicitPermit;

    private static string Answers(PolicyRequest[] requests, Func<PolicyRequest, bool> decide) =>
        string.Concat(requests.Select(request => decide(request) ? '1' : '0'));

    private static void Decide(PolicyRequest[] requests, int times, Func<PolicyRequest, bool> decide)
    {
        long permitted = 0;
        for (int i = 0; i < times; i++)
        {
            foreach (PolicyRequest request in requests)
            {
                permitted += decide(request) ? 1 : 0;
            }
        }

        Sink.Take(permitted);
    }
}
