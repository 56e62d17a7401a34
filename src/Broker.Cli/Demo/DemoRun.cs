using System.Globalization;
using Spectre.Console;

namespace Broker.Cli;

/// <summary>Starts the hosts, plays the scenario, writes and prints what came of it.</summary>
internal static class DemoRun
{
    public static async Task<int> RunAsync(CommandContext context, DemoOptions options, CancellationToken cancellation)
    {
        RefuseIfTaken(options.Url);
        var folders = DemoFolders.Prepare(options.Out);
        DemoCast cast = new(context, folders);
        await using var hosts = DemoHosts.Start(context, options, folders, MemberCard.Read(cast.Operator.CardFile), cancellation);
        using GatewayClient client = new(context, hosts.Url);
        DemoStory story = new();
        var summary = await new DemoScenario(context, options, folders, cast, hosts, client, story).RunAsync(cancellation);
        await File.WriteAllBytesAsync(Path.Combine(folders.Root, "summary.json"), summary.ToJson(), cancellation);
        Print(context, folders, summary, story);
        if (options.Keep)
        {
            context.Say($"silo, gateway and witness stay up, the gateway at {hosts.Url.GetLeftPart(UriPartial.Authority)} until you interrupt this");
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return story.Failures.Count == 0 ? ExitCodes.Ok : ExitCodes.No;
    }

    // Found out before anything is deleted: another program there would otherwise answer in the gateway's place.
    private static void RefuseIfTaken(Uri? url)
    {
        if (url is null)
        {
            return;
        }

        try
        {
            using System.Net.Sockets.TcpListener probe = new(System.Net.IPAddress.Loopback, url.Port);
            probe.Start();
        }
        catch (System.Net.Sockets.SocketException)
        {
            throw new CommandFailure($"port {url.Port} is taken by another program; nothing was changed: stop it, or name another --url");
        }
    }

    private static void Print(CommandContext context, DemoFolders folders, DemoSummary summary, DemoStory story)
    {
        foreach (var chapter in story.Chapters)
        {
            context.Console.WriteLine();
            context.Console.MarkupLineInterpolated($"[bold]{chapter.Key}[/]");
            foreach (var line in chapter)
            {
                context.Say("  " + line);
            }
        }

        context.Console.WriteLine();
        context.Console.Write(Figures(summary));
        var tool = Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.Combine(AppContext.BaseDirectory, "broker"));
        var made = Path.GetRelativePath(Directory.GetCurrentDirectory(), folders.Root);
        context.Say($"read the briefing: {Path.Combine(made, "briefing.html")}");
        context.Say($"check it yourself: {tool} verify receipt --briefing {made}/briefing.html --receipt {made}/receipt --trust {made}/trust");
        context.Say(story.Failures.Count == 0 ? "everything held" : $"{story.Failures.Count} promises were not kept");
    }

    private static Table Figures(DemoSummary summary)
    {
        var table = new Table().Border(TableBorder.Simple).HideHeaders().AddColumn("figure").AddColumn(new TableColumn("value").RightAligned());
        void Row(string name, long value) => table.AddRow(name, value.ToString(CultureInfo.InvariantCulture));
        Row("records deposited", summary.Deposited);
        Row("rows or packages refused", summary.Refused);
        Row("depositing organisations", summary.Organisations);
        Row("four-week blocks measured", summary.Blocks);
        Row("entries in the disclosure log", summary.Entries);
        Row("entries that the witness cosigned", summary.Cosigned);
        Row("releases", summary.Releases);
        Row("deposit receipts verified", summary.ReceiptsVerified);
        Row("records withdrawn", summary.Withdrawn);
        Row("restarts of silo, gateway or witness", summary.Restarts);
        Row("seconds", summary.Seconds);
        Row("peak memory of the silo, MiB", summary.PeakMemoryMiB.Silo);
        Row("peak memory of the gateway, MiB", summary.PeakMemoryMiB.Gateway);
        Row("peak memory of the witness, MiB", summary.PeakMemoryMiB.Witness);
        Row("peak memory of this tool, MiB", summary.PeakMemoryMiB.Broker);
        return table;
    }
}
