using System.Text;
using Broker.Policy.Testing;

namespace Broker.Policy.Tests.Testing;

/// <summary>Files of tests beside <see cref="PolicyText.Small"/>.</summary>
internal static class TestText
{
    internal static PolicyTestsReading Read(string text, SharingPolicy policy) => PolicyTestReader.Read(Encoding.UTF8.GetBytes(text), "test.tests.yaml", policy);

    internal static PolicyTests Of(string text, SharingPolicy policy)
    {
        PolicyTestsReading reading = Read(text, policy);
        Assert.True(reading.Tests is not null, string.Join('\n', reading.Diagnostics));
        return reading.Tests;
    }

    /// <summary>A file with one test of a decision: a delegate is warned early, and what is expected of it.</summary>
    internal static string Decision(string expected, string requester = "{ state: LUX, role: delegate }", string tier = "delegates-only", string purpose = "early-warning", string on = "2014-02-24") =>
        $"sharing-policy-tests: small\ndecisions:\n  - name: the one\n    requester: {requester}\n    tier: {tier}\n    purpose: {purpose}\n    on: {on}\n    {expected.Replace("\n", "\n    ", StringComparison.Ordinal)}\n";
}
