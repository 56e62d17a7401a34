using Broker.Sealing;
using Broker.Silo.Log;
using Broker.Transparency;

namespace Broker.Tests.Silo;

/// <summary>What an auditor reads of the vault in a silo's log.</summary>
internal static class VaultLog
{
    /// <summary>The vault's events in their order.</summary>
    public static IReadOnlyList<string> Events(SiloHost silo) => Lines(silo, "vault-event", "event ");

    public static IReadOnlyList<long> Generations(SiloHost silo) =>
        [.. Lines(silo, "key-ring", "generation ").Select(text => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];

    public static IReadOnlyList<EpochId> EpochKeys(SiloHost silo) => [.. Lines(silo, "epoch-key", "epoch ").Select(EpochId.Parse)];

    /// <summary>Whether the whole log holds under its key.</summary>
    public static bool IsClean(SiloHost silo) => LogVerification.Check(
        path => silo.Store.Read(connection => LogStore.ReadFile(connection, path)),
        new CheckpointVerifier(new VerifierKey(silo.Vault.Origin.ToString(), silo.Vault.LogPublicKey), WitnessPolicy.None, Ed25519.Verify)).IsClean;

    private static List<string> Lines(SiloHost silo, string kind, string key) =>
    [
        .. silo.Store.Read(connection => LogStore.Newest(connection, int.MaxValue))
            .OrderBy(row => row.Index)
            .Select(row => System.Text.Encoding.ASCII.GetString(row.Entry).Split('\n'))
            .Where(lines => lines[0].EndsWith($"/{kind}/v1", StringComparison.Ordinal))
            .Select(lines => lines.First(line => line.StartsWith(key, StringComparison.Ordinal))[key.Length..]),
    ];
}
