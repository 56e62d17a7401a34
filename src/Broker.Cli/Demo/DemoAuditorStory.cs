using System.Globalization;

namespace Broker.Cli;

/// <summary>The auditor's part of the demo: the whole log, verified offline from a mirror on disk.</summary>
internal sealed class DemoAuditorStory(CommandContext context, GatewayClient client, DemoCast cast, DemoFolders folders, DemoWitness witness, DemoStory story)
{
    private const string Chapter = "The auditor";

    public long Entries { get; private set; }

    /// <summary>Entries under the witness's own copy of the checkpoint.</summary>
    public long Cosigned { get; private set; }

    public int Releases { get; private set; }

    public bool LogVerified { get; private set; }

    public int ReceiptsVerified { get; private set; }

    public async Task AuditAsync(ReceiptVerification? delivered, int deposited, CancellationToken cancellation)
    {
        using (var auditor = cast.Auditor.Open())
        {
            using var mirror = await LogMirror.UpdateAsync(client, auditor.Trust, folders.LogMirror, auditor.Folder.Checkpoint, cancellation);
            await File.WriteAllBytesAsync(Path.Combine(folders.LogMirror, "trust"), auditor.Trust.Format(), cancellation);
            var log = VerifiedLog.Read(mirror);
            (Entries, Releases, LogVerified) = (log.Head.Size, log.Releases, true);
            story.Expect(true, Chapter, string.Create(CultureInfo.InvariantCulture, $"the whole log verifies offline: {Entries} entries, {Releases} of them releases"));
            var latest = await witness.LatestAsync(context, auditor.Trust, cancellation);
            Cosigned = latest?.Head.Size ?? 0;
            story.Expect(latest?.Head == log.Head, Chapter, $"the mirror has size and root of the checkpoint that the witness {DemoWitness.Name} cosigned, by the witness’s own copy");
            var holds = delivered is { Holds: true } && mirror.Holds(delivered.Index, delivered.Entry.Span);
            story.Expect(holds, Chapter, "the release that the delegate's receipt names is in the log");
        }

        CheckReceipts();
        story.Expect(ReceiptsVerified == deposited, Chapter, string.Create(CultureInfo.InvariantCulture, $"{ReceiptsVerified} of {deposited} deposit receipts verify offline"));
    }

    private void CheckReceipts()
    {
        foreach (var folder in cast.Organisations.Values)
        {
            using var member = folder.Open();
            var (verified, _) = ReceiptStore.CheckAll(folder, member.Trust);
            ReceiptsVerified += verified;
        }
    }
}
