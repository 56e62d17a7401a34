using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Bench.Harness;
using Broker.Cli;
using Broker.DisclosureControl;
using Broker.Faults.Scene;
using Broker.Sealing;

namespace Broker.Bench.Http;

/// <summary>Briefings through gateway and silo, after the block that the deposits count for was measured and released.</summary>
internal sealed class BriefingLevel(Installation broker, Member requester)
{
    private const string Type = "application/vnd.broker.request";
    private const string Route = "/requests";
    private const string Period = "2013-01";
    private const int TierDelayDays = 3; // the elected members' tier is out three days after the cut-off
    private const int Connections = 64;
    private const int Requests = 15_000;
    private const int WarmUp = 2_000;
    private const int Organisations = 16;
    private const int Batch = 20;
    private const double AtLeast = 3_000;

    private static readonly BriefingRequest Asked = new("CAF", Period, "elected-member", "council-briefing");
    private static readonly TimeSpan Slowest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDeposit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    /// <summary>Deposits a little and closes the block, then measures the same briefing asked for again, and new requests, each with an entry of its own.</summary>
    internal static async Task<(int Promised, int ShortOf)> RunAsync()
    {
        await using Installation broker = Installation.Prepare(Path.Combine(AppContext.BaseDirectory, "briefings-bench"));
        broker.StartSilo();
        broker.StartGateway();
        await broker.SetUpAsync(Organisations);
        _ = await HttpLoad.RunAsync(broker.Url, Organisations, new DepositRequests(broker).Make(Organisations, Batch, Organisations), LongestDeposit, _ => 1);
        using Member requester = await broker.EnrolAsync("delegate", "requester", "LUX", "delegate");
        DateTimeOffset cutOff = FourWeekCalendar.Parse(Period).FinalCutOff;
        var calendar = new CalendarDesk(broker.Client, broker.Operator);
        _ = await calendar.AdvanceAsync(cutOff, CancellationToken.None);
        _ = await calendar.AdvanceAsync(cutOff.AddDays(TierDelayDays), CancellationToken.None);
        GatewayAnswer first = await new BriefingDesk(broker.Client, requester).AskAsync(Asked, CancellationToken.None);
        Sink.Demand(first.IsOk, first.IsOk ? "" : $"a briefing was answered `{first.Problem?.Code}`; asking");
        var level = new BriefingLevel(broker, requester);
        string id = BriefingRequest.NewId(RandomNumberGenerator.Fill);
        _ = await level.MeasureAsync(() => id, WarmUp);
        PlainFigure.Head();
        LoadResult again = await level.PrintAsync("a briefing fetched again under its id", () => id);
        LoadResult anew = await level.PrintAsync("a briefing asked for anew, an entry each", () => BriefingRequest.NewId(RandomNumberGenerator.Fill));
        var promises = new Promises();
        promises.Demand(again.Rate >= AtLeast && again.Wait(0.99) <= Slowest, "3,000 briefings a second at 64 connections, the 99th of a hundred within 50 ms");
        promises.Demand(again.Failed + anew.Failed == 0, "0 failed briefings");
        return promises.Tally;
    }

    private async Task<LoadResult> PrintAsync(string name, Func<string> id)
    {
        (double gateway, double silo, double own) = (ProcessUse.CpuSeconds(broker.Gateway.Id), ProcessUse.CpuSeconds(broker.Silo.Id), 0);
        LoadResult load = await MeasureAsync(id, Requests, cpu => own = cpu);
        PlainFigure.Print(name, Connections, load, ProcessUse.CpuSeconds(broker.Gateway.Id) - gateway, ProcessUse.CpuSeconds(broker.Silo.Id) - silo, own);
        return load;
    }

    private async Task<LoadResult> MeasureAsync(Func<string> id, int requests, Action<double>? cpu = null)
    {
        byte[][] prepared = [.. Enumerable.Range(0, requests).Select(_ => Request(id()))];
        double own = Environment.CpuUsage.TotalTime.TotalSeconds;
        LoadResult load = await HttpLoad.RunAsync(broker.Url, Connections, prepared, Time, _ => 1);
        cpu?.Invoke(Environment.CpuUsage.TotalTime.TotalSeconds - own);
        return load;
    }

    private byte[] Request(string id)
    {
        byte[] body = Encoding.ASCII.GetBytes(Asked.TextOf(id));
        RequestHeaders signed = RequestSignature.Sign(
            "POST", broker.Url.Authority, Route, "?", Type, SHA256.HashData(body), requester.Account, requester.Signing, TimeProvider.System.GetUtcNow(), RandomNumberGenerator.Fill);
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST {Route} HTTP/1.1\r\nHost: {broker.Url.Authority}\r\nContent-Type: {Type}\r\nContent-Length: {body.Length}\r\nContent-Digest: {signed.ContentDigest}\r\n"
            + $"Signature-Input: {signed.SignatureInput}\r\nSignature: {signed.Signature}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
