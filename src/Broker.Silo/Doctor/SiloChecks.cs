using System.Globalization;
using Broker.Contracts;

namespace Broker.Silo.Doctor;

/// <summary>The checks of what the silo says of itself and of what it stored.</summary>
internal static class SiloChecks
{
    /// <summary>Longer than any witness takes that answers.</summary>
    public static readonly TimeSpan LongestWaitForWitnesses = TimeSpan.FromMinutes(10);

    public static IEnumerable<Finding> All(DoctorFacts facts) => [Settings(facts), Silo(facts), Vault(facts), Layout(facts), Log(facts), Witnesses(facts)];

    private static Finding Settings(DoctorFacts facts) => facts.SettingFaults.Count == 0
        ? Finding.Ok("settings", "they are what a silo starts with")
        : Finding.Wrong("settings", string.Join("; ", facts.SettingFaults), "change the settings and start the silo again");

    private static Finding Silo(DoctorFacts facts)
    {
        const string check = "silo";
        if (facts.Silo is not { State: var state })
        {
            return Finding.Wrong(check, "no silo answers at `Silo:Socket`", "look at `systemctl status broker-silo` and its last lines; a standby has no socket; run this as the silo's user");
        }

        if (state.Faults.Count > 0)
        {
            return Finding.Wrong(check, $"it takes nothing: {string.Join(", ", state.Faults)}", "a write could not be made durable: look at the disk first, then restart the silo");
        }

        return state.Warnings.Count > 0
            ? Finding.Wrong(check, string.Join("; ", state.Warnings), "each of these warnings says what to do")
            : Finding.Ok(check, "it answers and warns of nothing");
    }

    private static Finding Vault(DoctorFacts facts)
    {
        const string check = "vault";
        if (facts.Silo is not { Vault: var vault })
        {
            return Finding.Skipped(check, "no silo answers");
        }

        return vault.State switch
        {
            "unsealed" when vault.InstalledEpoch.Length == 0 => Finding.Wrong(
                check, "unsealed, but no epoch key is installed: nobody can deposit", "`broker vault epoch`, have the identity sign it, `broker vault install`"),
            "unsealed" => Finding.Ok(check, "unsealed"),
            "uninitialised" => Finding.Wrong(check, "it has no custodians yet", "`broker vault init`; docs/operations.md, \"Key ceremony\"; after a restore: put `vault` and `key-ring` back first"),
            _ => Finding.Wrong(check, "sealed: deposits go to the inbox and nothing leaves", "have the custodians give their shares: `broker vault unseal`"),
        };
    }

    private static Finding Layout(DoctorFacts facts)
    {
        const string check = "layout";
        return facts.Store switch
        {
            null => Finding.Skipped(check, "the settings name no store"),
            { Unreadable.Length: > 0 } store => Finding.Wrong(check, store.Unreadable, "start the broker that this store belongs to, or name the right store"),
            _ => Finding.Ok(check, string.Create(CultureInfo.InvariantCulture, $"layout {Storage.Schema.Version}")),
        };
    }

    private static Finding Log(DoctorFacts facts)
    {
        const string check = "log";
        return facts.Store switch
        {
            null or { Unreadable.Length: > 0 } => Finding.Skipped(check, "the store was not read"),
            { LogFault.Length: > 0 } store => Finding.Wrong(
                check, $"the stored log is not the one that was signed ({store.LogFault})", "stop the silo, keep this store as it is for those who will ask, and restore the last backup"),
            var store when facts.LastBackup is { } backup && store.Entries < backup.LogSize => Finding.Wrong(
                check, "it is shorter than it was at the last backup: an older store was put back", "stop the silo and restore the newest backup; docs/operations.md, \"Backups\""),
            { Entries: 0 } => Finding.Ok(check, "empty"),
            _ => Finding.Ok(check, "every entry, every tile and the root are what was signed last"),
        };
    }

    private static Finding Witnesses(DoctorFacts facts)
    {
        const string check = "witnesses";
        if (facts.Silo is not { Publication: var publication })
        {
            return Finding.Skipped(check, "no silo answers");
        }

        if (publication.Quorum == "none")
        {
            return facts.IsDevelopment
                ? Finding.Skipped(check, "none are set, which development may")
                : Finding.Wrong(check, "none are set: whoever puts an older store back is not found out", "set `Silo:Witnesses`; docs/witness-guide.md");
        }

        if (publication.Witnesses.Where(witness => witness.State == "ahead").Select(witness => witness.Name).ToList() is { Count: > 0 } ahead)
        {
            return Finding.Wrong(
                check, $"{string.Join(", ", ahead)} saw a log that this one does not extend: an older store was put back; nothing is published",
                "stop the silo and restore the newest backup; docs/operations.md, \"Backups\"");
        }

        string states = string.Join(", ", publication.Witnesses.Select((WitnessState witness) => $"{witness.Name} {witness.State}"));
        return publication.WaitingSince is { } since && facts.Now - since > LongestWaitForWitnesses
            ? Finding.Wrong(check, $"publication waits for its quorum ({states})", "ask the offices whose witness is silent or refuses; see that the gateway reaches them")
            : Finding.Ok(check, states);
    }
}
