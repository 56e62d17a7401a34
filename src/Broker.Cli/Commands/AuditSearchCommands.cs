using System.CommandLine;
using System.Globalization;
using System.Text;

namespace Broker.Cli;

/// <summary><c>broker audit fetch</c>, <c>search</c> and <c>export</c>: who received what, by the auditor's own index.</summary>
internal static class AuditSearchCommands
{
    private const string AuditorFolder = "The auditor's folder";

    public static Command Fetch(CommandContext context)
    {
        var (folder, gateway) = (CommonOptions.Folder("--member", AuditorFolder), CommonOptions.Gateway());
        Command command = new("fetch", "Copy the log, get what its releases, deliveries and refusals commit to, check each against its entry, and index all") { folder, gateway };
        command.SetAction(async (result, cancellation) =>
        {
            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            AuditArchive archive = new(member);
            var damaged = await archive.UpdateAsync(client, cancellation);
            context.Say(Totals(archive.Index));
            if (damaged.Count == 0)
            {
                return ExitCodes.Ok;
            }

            context.Say(Damaged(damaged));
            return ExitCodes.No;
        });
        return command;
    }

    public static Command Search(CommandContext context)
    {
        var folder = CommonOptions.Folder("--member", AuditorFolder);
        Option<bool> json = new("--json") { Description = "One JSON object a line" };
        AuditQueryOptions options = new();
        Command command = new("search", "Look entries up in the index; needs no gateway") { folder, json };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            using var member = new MemberFolder(result.Of(folder)).Open();
            AuditArchive archive = new(member);
            await archive.ReadyAsync(cancellation);
            var query = options.Read(result, archive.Index);
            var (found, unknown) = (0L, 0L);
            foreach (var row in archive.Index.Rows().Where(query.Takes))
            {
                found++;
                unknown += AuditFactsState.IsMissing(row.Facts) ? 1 : 0;
                context.Say(result.GetValue(json) ? Encoding.UTF8.GetString(AuditExport.JsonLine(row)).TrimEnd('\n') : AuditText.Of(row));
            }

            if (!result.GetValue(json))
            {
                context.Say(Found(found, unknown, archive.Index));
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    public static Command Export(CommandContext context)
    {
        var folder = CommonOptions.Folder("--member", AuditorFolder);
        var format = CommonOptions.Text("--format", "csv or jsonl").AcceptOnlyFromAmong(AuditExport.Csv, AuditExport.JsonLines);
        var output = CommonOptions.Text("--out", "File for the rows; it must not exist");
        AuditQueryOptions options = new();
        Command command = new("export", "Write the index, or what is looked for in it, as CSV or JSON lines; any number of rows") { folder, format, output };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            using var member = new MemberFolder(result.Of(folder)).Open();
            AuditArchive archive = new(member);
            await archive.ReadyAsync(cancellation);
            var count = AuditExport.Write(result.Of(output), result.Of(format), archive.Index.Rows().Where(options.Read(result, archive.Index).Takes));
            context.Say(string.Create(CultureInfo.InvariantCulture, $"{count} entries written to `{result.Of(output)}`"));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static string Totals(AuditIndex index)
    {
        var counts = index.Rows().CountBy(row => row.Facts, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"log verified: {counts.Values.Sum()} entries; facts of {counts.GetValueOrDefault(AuditFactsState.Checked)} checked against the log, of {counts.GetValueOrDefault(AuditFactsState.NotKept)} not kept, of {counts.GetValueOrDefault(AuditFactsState.NotShown)} shown to no auditor");
    }

    private static string Damaged(IReadOnlyList<long> entries) => string.Create(
        CultureInfo.InvariantCulture,
        $"the broker says that the facts of {entries.Count} are damaged in its store: {(entries.Count == 1 ? "entry" : "entries")} {string.Join(", ", entries)}; have its operator restore them from a backup, and fetch again");

    private static string Found(long found, long unknown, AuditIndex index) => string.Create(
        CultureInfo.InvariantCulture,
        $"{found} of {index.Head()?.Size ?? 0} entries{(unknown == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; of {unknown} among them the facts are not kept or damaged: nobody can tell whether they are what you look for"))}");
}
