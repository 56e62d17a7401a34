namespace Broker.Policy;

/// <summary>Sizes past which a policy file is refused before anything costly looks at it.</summary>
internal static class PolicyLimits
{
    internal const int FileBytes = 1 << 20;
    internal const int LineBytes = 4096;
    internal const int Depth = 32;
    internal const int Tokens = 100_000;
    // What a measurement plan takes: a policy that reads and makes no plan would be found out by the broker only.
    internal const int Tiers = 8;
    internal const int Purposes = 32;
    internal const int Audiences = 32;
    internal const int Conflicts = 64;

    // INVARIANT: the compiled evaluator keeps a set of rules in the bits of a ulong.
    internal const int Rules = 64;
    internal const int ListItems = 512;
    internal const int TextLength = 300;
    internal const int LargestNumber = 1000;
    internal const int DelayDays = 3650;
    internal const int Tests = 4096;

    // A file whose every line is wrong is no longer read by anybody after this many findings.
    internal const int Diagnostics = 200;
}
