using System.Security.Cryptography;
using Broker.Sealing;

namespace Broker.Silo.Storage;

/// <summary>The places of a record's parts, which are sealed under the record's own data key: the key's shredding takes them all.</summary>
internal static class RecordPlaces
{
    /// <summary>The observation, bound to the whole head.</summary>
    public static string Observation(RecordId record, ReadOnlySpan<byte> headBytes) =>
        $"records.sealed/{record}/{Convert.ToHexStringLower(SHA256.HashData(headBytes))}";

    /// <summary>The signed manifest, which holds the head.</summary>
    public static string Manifest(RecordId record) => $"records.manifest/{record}";

    /// <summary>The receipt that its depositor was given.</summary>
    public static string Receipt(RecordId record) => $"records.receipt/{record}";
}
