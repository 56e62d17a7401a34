using Broker.Policy.Reading;
using Broker.Policy.Schema;

namespace Broker.Policy;

/// <summary>
/// The JSON Schema of sharing policies, for editors: draft 2020-12, written from the tables that the reader opens
/// mappings by. It tells of the shape: whatever it refuses, <see cref="SharingPolicyReader"/> refuses too; what it lets
/// through can still mean nothing. References: https://json-schema.org/draft/2020-12.
/// </summary>
/// <remarks>
/// A reader of YAML for editors makes numbers and truth values of plain scalars, this product's makes texts of all: a
/// number in quotes is read here and marked there.
/// </remarks>
public static class PolicySchema
{
    /// <summary>The schema as UTF-8, indented, each line ended by LF; the same bytes each time.</summary>
    public static byte[] Write() => SchemaWriter.Write(PolicyGrammar.File);
}
