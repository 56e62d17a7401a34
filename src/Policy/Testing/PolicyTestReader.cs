using Broker.Policy.Reading;

namespace Broker.Policy.Testing;

/// <summary>
/// Reads the tests beside a policy, as strictly as the policy itself: the same YAML, the same limits, all errors of a file at once.
/// Specification: docs/specs/sharing-policy.md, "Tests beside a policy".
/// </summary>
public static class PolicyTestReader
{
    /// <summary>Reads a file of tests. Never throws for what the bytes hold.</summary>
    /// <param name="utf8">The file's bytes.</param>
    /// <param name="fileName">The name that diagnostics carry.</param>
    /// <param name="policy">The policy that they test: its names are those that a test may use.</param>
    public static PolicyTestsReading Read(ReadOnlySpan<byte> utf8, string fileName, SharingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(policy);
        var findings = new Findings(fileName);
        PolicyTests? tests = null;
        if (YamlBytes.Check(utf8, findings) is { } text && YamlTree.Read(text, findings) is { } root)
        {
            tests = new TestsFileReader(policy, findings).Read(root);
        }

        return new PolicyTestsReading(findings.HasErrors ? null : tests, findings.InOrder());
    }

    /// <summary>The same beside a policy that was refused, whose claims an officer wants to see refuted.</summary>
    /// <param name="utf8">The file's bytes.</param>
    /// <param name="fileName">The name that diagnostics carry.</param>
    /// <param name="policy">The refused policy.</param>
    public static PolicyTestsReading Read(ReadOnlySpan<byte> utf8, string fileName, FaultyPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Read(utf8, fileName, policy.Refused);
    }
}
