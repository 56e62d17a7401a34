using System.Globalization;

namespace Broker.Cli;

/// <summary>What a look at all deposit receipts of a member came to.</summary>
/// <param name="Proved">Deposits that a kept proof leads into the log.</param>
/// <param name="Waiting">Deposits that have no proof yet.</param>
/// <param name="Withdrawn">Deposits without a proof that the member withdrew itself.</param>
/// <param name="Faults">A line for each deposit that something is wrong with.</param>
internal sealed record ProofReport(int Proved, int Waiting, int Withdrawn, IReadOnlyList<string> Faults)
{
    /// <summary>Deposits that would be overdue by this machine's calendar, of which a broker says that its own is simulated.</summary>
    public int Unjudged { get; init; }

    public int ExitCode => Faults.Count == 0 ? ExitCodes.Ok : ExitCodes.No;

    /// <summary>The answer for people.</summary>
    public IEnumerable<string> Lines()
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{Proved} deposits are proved by the log");
        if (Waiting > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Waiting} wait for a proof: the root of a deposit's day is published after the day");
        }

        if (Unjudged > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{Unjudged} of these are of days long over, and the broker says that its calendar is simulated: nothing tells whether they were left out of the log. If the broker is in use and no trial, that is a lie: tell your auditor");
        }

        if (Withdrawn > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Withdrawn} were withdrawn by you before they had a proof");
        }

        foreach (var fault in Faults)
        {
            yield return fault;
        }
    }
}
