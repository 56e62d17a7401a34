using System.Text;

namespace Broker.Cli;

/// <summary>Sends what waits in a member's outbox, keeps receipts and the member's own sealed copies of source parts.</summary>
internal sealed class DepositClient(GatewayClient gateway, Member member)
{
    private const string Route = "/deposits";
    private const string NoneAccepted = "packages-refused";

    private readonly Outbox outbox = new(member.Folder);
    private readonly Journal journal = new(member.Folder);

    /// <summary>Rows that were sent or wait to be: they are not sealed again.</summary>
    public IReadOnlySet<string> Known()
        => journal.Read().Select(row => row.Row).Concat(outbox.Waiting().SelectMany(outbox.Rows).Select(row => row.Row)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Every row that the broker answered.</summary>
    public IReadOnlyList<DepositedRow> Answered() => journal.Read();

    /// <summary>Puts sealed rows into the outbox; from here on they are sent exactly once.</summary>
    public void Queue(IReadOnlyList<SealedRow> rows) => outbox.Add(rows);

    /// <summary>Rows that the sealed vault's inbox keeps, counted over all sendings: they stay in the outbox, because only a receipt ends a deposit.</summary>
    public int Kept { get; private set; }

    /// <summary>Sends all that waits, one batch after the other; the same bytes under the same key, however often it is called.</summary>
    public async Task<IReadOnlyList<DepositedRow>> SendAsync(Action<int> sent, CancellationToken cancellation)
    {
        List<DepositedRow> answered = [];
        foreach (var key in outbox.Waiting())
        {
            if (await SendBatchAsync(key, cancellation) is not { } rows)
            {
                continue;
            }

            journal.Append(rows);
            outbox.Remove(key);
            answered.AddRange(rows);
            sent(rows.Count);
        }

        return answered;
    }

    // Null when the batch was kept for later.
    private async Task<IReadOnlyList<DepositedRow>?> SendBatchAsync(string key, CancellationToken cancellation)
    {
        var body = outbox.Body(key);
        var rows = outbox.Rows(key);
        var raw = await gateway.PostAsync(member, Route, GatewayClient.DepositsType, body, cancellation, key);
        if (raw.IsKept)
        {
            Kept += rows.Count;
            return null;
        }

        var answer = Read(raw);
        if (answer.Deposits.Count != rows.Count || !Sealing.DepositPackage.TryReadBatch(body, out var packages, out _))
        {
            throw new CommandFailure("the gateway answered for another number of packages than were sent");
        }

        List<DepositedRow> deposited = [];
        for (var i = 0; i < rows.Count; i++)
        {
            deposited.Add(Keep(rows[i].Row, rows[i].Record, packages[i], answer.Deposits[i]));
        }

        return deposited;
    }

    // A batch of which nothing was accepted comes back as a problem, with a detail a package: number, record, code.
    private static DepositAnswer Read(GatewayAnswer answer) => !answer.IsOk && answer.Problem is { Code: NoneAccepted } problem
        ? new DepositAnswer([.. problem.Details.Select(detail => new DepositLineAnswer("", detail[(detail.LastIndexOf(' ') + 1)..], ""))])
        : answer.Read<DepositAnswer>();

    private DepositedRow Keep(string row, string record, ReadOnlyMemory<byte> package, DepositLineAnswer answer)
    {
        if (answer.Code != DepositedRow.Accepted)
        {
            return new DepositedRow(row, record, CodeOf(answer.Code));
        }

        var facts = PackageFacts.Read(package, member);
        var note = Encoding.UTF8.GetBytes(answer.Receipt);
        if (answer.Record != record || !DepositReceipt.Check(note, member.Trust, record, facts.Commit))
        {
            throw new CommandFailure($"the receipt for record {record} does not verify: the broker may not hold it");
        }

        PrivateFile.CreateFolder(member.Folder.Receipts);
        PrivateFile.CreateFolder(member.Folder.Sources);
        PrivateFile.Write(Path.Combine(member.Folder.Sources, record + ".age"), facts.Source.Span);
        PrivateFile.Write(Path.Combine(member.Folder.Receipts, record), [.. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(facts.Commit) + "\n"), .. note]);
        return new DepositedRow(row, record, DepositedRow.Accepted);
    }

    // The journal is a text of fields parted by spaces: a code that is none must not break it.
    private static string CodeOf(string code)
        => code.Length is >= 1 and <= 40 && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') ? code : "unknown";
}
