using System.Security.Cryptography;
using Broker.Policy.Reading;

namespace Broker.Policy;

/// <summary>
/// Reads sharing policies. Strict: unknown and duplicate keys, anchors, aliases, tags, more than one document or a depth
/// over 32 are errors; all errors of a file are reported at once. Specification: docs/specs/sharing-policy.md.
/// Limits: 1 MiB a file, 4,096 bytes a line.
/// </summary>
public static class SharingPolicyReader
{
    /// <summary>Reads a policy file. Never throws for what the bytes hold.</summary>
    /// <param name="utf8">The file's bytes; their SHA-256 is the revision.</param>
    /// <param name="fileName">The name that diagnostics carry.</param>
    public static PolicyReading Read(ReadOnlySpan<byte> utf8, string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var findings = new Findings(fileName);
        PolicyDraft? draft = null;
        if (YamlBytes.Check(utf8, findings) is { } text && YamlTree.Read(text, findings) is { } root)
        {
            draft = PolicyFileReader.Read(root, findings);
        }

        if (draft is not null)
        {
            TierChecks.Run(draft, findings);
            RuleChecks.Run(draft, findings);
        }

        IReadOnlyList<PolicyDiagnostic> found = findings.InOrder();
        string[] errors = [.. found.Where(finding => finding.IsError).Select(finding => finding.Code)];
        SharingPolicy? read = errors is [] or [PolicyCodes.ConflictWithoutForbid] ? draft?.ToPolicy(Convert.ToHexStringLower(SHA256.HashData(utf8))) : null;
        return errors.Length == 0
            ? new PolicyReading(read, found)
            : new PolicyReading(null, found) { Faulty = read is null ? null : new FaultyPolicy(read) };
    }
}
