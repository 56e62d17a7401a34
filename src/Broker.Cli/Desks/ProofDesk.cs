using System.Text;
using Broker.Briefings;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>Gets the proofs of a member's deposits, checks each before it is kept, and tells what the broker does not prove.</summary>
internal sealed class ProofDesk(CommandContext context, GatewayClient gateway, Member member)
{
    private const string Route = "/deposits/proofs";
    private const int MostAtOnce = 1000;

    // A day ends up to a day later than it begins, and its root is published right after it.
    private const int DaysOfPatience = 2;

    private readonly List<(KeptReceipt Receipt, string Fault)> faults = [];
    private readonly List<KeptReceipt> open = [];
    private int unjudged;

    /// <summary>Looks at what is kept, without a server.</summary>
    public static ProofReport Check(Member member)
    {
        List<string> faults = [.. ReceiptStore.ProofsAlone(member.Folder).Select(record => $"{record}: there is a proof, but not the receipt that it belongs to")];
        var (proved, waiting, withdrawn) = (0, 0, 0);
        foreach (var receipt in ReceiptStore.All(member.Folder, member.Trust))
        {
            if (receipt.Mark is null)
            {
                faults.Add($"{receipt.Record}: the receipt does not verify");
            }
            else if (ReceiptStore.Proof(member.Folder, receipt.Record) is not { } proof)
            {
                (waiting, withdrawn) = ReceiptStore.IsWithdrawn(member.Folder, receipt.Record) ? (waiting, withdrawn + 1) : (waiting + 1, withdrawn);
            }
            else if (DepositProofVerification.Check(proof, member.Trust, receipt.Mark) is { Holds: false } verification)
            {
                faults.Add($"{receipt.Record}: the kept proof does not hold: {verification.Fault}");
            }
            else
            {
                proved++;
            }
        }

        return new ProofReport(proved, waiting, withdrawn, faults);
    }

    /// <summary>Fetches what is missing, then looks at all that is kept.</summary>
    public async Task<ProofReport> UpdateAsync(CancellationToken cancellation)
    {
        var all = ReceiptStore.All(member.Folder, member.Trust);
        List<KeptReceipt> missing = [.. all.Where(receipt => receipt.Mark is not null
            && ReceiptStore.Proof(member.Folder, receipt.Record) is null
            && !ReceiptStore.IsWithdrawn(member.Folder, receipt.Record))];
        await AskAllAsync(missing, cancellation);

        // Days are rooted in their order: one that is open while a later one is proved was left out. Asked again, because the root of both may
        // have been published between two answers.
        var closed = LastClosedDay(all);
        List<KeptReceipt> passed = [.. open.Where(receipt => receipt.Mark!.Value.Day <= closed)];
        open.RemoveAll(passed.Contains);
        await AskAllAsync(passed, cancellation);
        await FindOverdueAsync(closed, cancellation);

        var kept = Check(member);
        string[] told = [.. faults.Select(one => $"{one.Receipt.Record}: {one.Fault}")];
        return kept with { Waiting = kept.Waiting - told.Length, Faults = [.. kept.Faults, .. told], Unjudged = unjudged };
    }

    // The last day that a kept proof shows to be rooted.
    private DateOnly? LastClosedDay(IReadOnlyList<KeptReceipt> all) => all.LastOrDefault(receipt => receipt.Mark is not null
        && ReceiptStore.Proof(member.Folder, receipt.Record) is { } proof
        && DepositProofVerification.Check(proof, member.Trust, receipt.Mark).Holds)?.Mark?.Day;

    private async Task FindOverdueAsync(DateOnly? closed, CancellationToken cancellation)
    {
        if (open.Count == 0)
        {
            return;
        }

        // A simulated calendar is not this machine's. Only the broker says that it has one, so the member is told what could not be judged.
        var isSimulated = (await gateway.GetAsync("/status", cancellation)).Read<SiloStatusAnswer>().Simulated;
        var today = DateOnly.FromDateTime(context.Clock.GetUtcNow().UtcDateTime);
        foreach (var receipt in open)
        {
            var day = receipt.Mark!.Value.Day;
            var isOverdue = day.AddDays(DaysOfPatience) < today;
            if (day <= closed)
            {
                faults.Add((receipt, "the broker says that its day is not closed yet, but it is: it was left out of the log"));
            }
            else if (isOverdue && !isSimulated)
            {
                // No later day is proved: publication may wait for witnesses, which is nobody's lie.
                faults.Add((receipt, "its day is over for days and the broker says that it is not closed: unless the broker's status page says that publication waits since then, it was left out of the log"));
            }
            else if (isOverdue)
            {
                unjudged++;
            }
        }
    }

    private async Task AskAllAsync(List<KeptReceipt> receipts, CancellationToken cancellation)
    {
        Queue<KeptReceipt> waiting = new(receipts);
        while (waiting.Count > 0)
        {
            List<KeptReceipt> asked = [];
            while (asked.Count < MostAtOnce && waiting.TryDequeue(out var next))
            {
                asked.Add(next);
            }

            List<KeptReceipt> later = await AskAsync(asked, cancellation);
            if (later.Count == asked.Count)
            {
                // An honest broker answers for some days each time. What it told of others must not be lost by its putting off the rest.
                faults.AddRange(later.Select(receipt => (receipt, "the broker puts off its proof however often it is asked for: it may have been left out of the log")));
                later = [];
            }

            waiting = new Queue<KeptReceipt>(later.Concat(waiting));
        }
    }

    // Those that are to be asked for again.
    private async Task<List<KeptReceipt>> AskAsync(List<KeptReceipt> asked, CancellationToken cancellation)
    {
        StringBuilder text = new("deposit-proofs/1\n");
        foreach (var receipt in asked)
        {
            text.Append("record ").Append(receipt.Record).Append('\n');
        }

        var answer = (await gateway.PostTextAsync(member, Route, text.ToString(), cancellation)).Read<DepositProofsAnswer>();
        if (!answer.Proofs.Select(line => line.Record).SequenceEqual(asked.Select(receipt => receipt.Record)))
        {
            throw new CommandFailure("the gateway answered for other records than were asked for");
        }

        List<KeptReceipt> later = [];
        foreach (var (receipt, line) in asked.Zip(answer.Proofs))
        {
            if (line.State == "proved")
            {
                await KeepAsync(receipt, Encoding.UTF8.GetBytes(line.Proof), cancellation);
            }
            else if (!Take(receipt, line))
            {
                later.Add(receipt);
            }
        }

        return later;
    }

    private bool Take(KeptReceipt receipt, DepositProofAnswer line)
    {
        switch (line.State)
        {
            case "open":
                open.Add(receipt);
                return true;
            case "later":
                return false;
            case "none":
                faults.Add((receipt, "the broker has no such record of yours any more: unless its retention passed, or you withdrew it with another tool, it was left out of the log"));
                return true;
            case "damaged":
                faults.Add((receipt, "the broker says that what it stored is damaged, and proves nothing"));
                return true;
            default:
                throw new CommandFailure("the gateway answered with a state that this tool does not know");
        }
    }

    // The proof's checkpoint goes through the one that the member keeps: a log that contradicts it is refused, and nothing is kept.
    private async Task KeepAsync(KeptReceipt receipt, byte[] proof, CancellationToken cancellation)
    {
        if (DepositProofVerification.Check(proof, member.Trust, receipt.Mark) is { Holds: false } verification)
        {
            faults.Add((receipt, $"the broker's proof does not hold: {verification.Fault}"));
            return;
        }

        if (TlogProof.TryParse(proof, out var inLog))
        {
            await member.Folder.Checkpoint.AdmitAsync(member.Trust, inLog.Checkpoint, new GatewayLog(gateway).ExtendsAsync, cancellation);
            ReceiptStore.KeepProof(member.Folder, receipt.Record, proof);
        }
    }
}
