namespace Broker.Cli;

/// <summary>What an auditor has of what an entry commits to.</summary>
internal static class AuditFactsState
{
    /// <summary>The facts are there and are those that the log commits to.</summary>
    public const string Checked = "checked";

    /// <summary>The broker gave none: it keeps them no longer, or holds them back.</summary>
    public const string NotKept = "not kept";

    /// <summary>The broker said that what it keeps is not what the log commits to, and gave nothing.</summary>
    public const string Damaged = "damaged";

    /// <summary>They would name a depositor, or say who is enrolled: no auditor gets them.</summary>
    public const string NotShown = "not shown";

    /// <summary>The entry's own text says all.</summary>
    public const string InTheEntry = "in the entry";

    /// <summary>Whether an auditor would get facts and has none.</summary>
    public static bool IsMissing(string state) => state is NotKept or Damaged;
}
