namespace Broker.Policy.Testing;

/// <summary>The codes that a finding about a file of tests carries beside those of <see cref="PolicyCodes"/>.</summary>
public static class PolicyTestCodes
{
    /// <summary>The tests are of another policy.</summary>
    public const string OtherPolicy = "other-policy";

    /// <summary>A rule that the policy does not have.</summary>
    public const string UnknownRule = "unknown-rule";
}
