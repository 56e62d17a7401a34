using System.Globalization;

namespace Broker.Cli;

/// <summary>What a look at all deposit receipts of a member came to.</summary>
/// <param name="Proved">Deposits that a kept proof leads into the log.</param>
/// <param name="Waiting">Deposits that have no proof yet.</param>
/// <param name="Withdrawn">Deposits without a proof that the member withdrew itself.</param>
/// <param name="Faults">A line for each deposit that something is wrong with.</param>
internal sealed record ProofReport(int Proved, int Waiting, int Withdrawn, IReadOnlyList<string> Faults)
{
    public int ExitCode => Faults.Count == 0 ? ExitCodes.Ok : ExitCodes.No;

    /// <summary>The answer for people.</summary>
    public IEnumerable<string> Lines()
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{Proved} deposits are proved by the log");
        if (Waiting > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Waiting} wait for a proof: the root of a deposit's day is published after the day");
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
