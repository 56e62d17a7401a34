namespace Broker.Cli;

/// <summary>What became of what an entry is about.</summary>
internal static class AuditDecision
{
    public const string Released = "released";
    public const string Delivered = "delivered";
    public const string Refused = "refused";

    public static IReadOnlyList<string> All { get; } = [Delivered, Refused, Released];
}
