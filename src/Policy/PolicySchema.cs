using Broker.Policy.Reading;
using Broker.Policy.Schema;
using Broker.Policy.Testing;

namespace Broker.Policy;

/// <summary>
/// The JSON Schemas of sharing policies and of the tests beside them, for editors: draft 2020-12, written from the tables that
/// the readers open mappings by. They tell of the shape: whatever they refuse, <see cref="SharingPolicyReader"/> or
/// <see cref="PolicyTestReader"/> refuses too; what they let through can still mean nothing. References: https://json-schema.org/draft/2020-12.
/// </summary>
/// <remarks>
/// A reader of YAML for editors makes numbers and truth values of plain scalars, this product's makes texts of all: a
/// number in quotes is read here and marked there.
/// </remarks>
public static class PolicySchema
{
    /// <summary>The schema of policies as UTF-8, indented, each line ended by LF; the same bytes each time.</summary>
    public static byte[] Write() => SchemaWriter.Write(PolicyGrammar.File);

    /// <summary>The schema of the tests beside a policy, likewise.</summary>
    public static byte[] WriteOfTests() => SchemaWriter.Write(TestsGrammar.File);
}
