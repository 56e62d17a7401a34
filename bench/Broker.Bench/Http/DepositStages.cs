using System.Globalization;
using System.Security.Cryptography;
using Broker.Bench.Harness;
using Broker.Briefings;
using Broker.Cli;
using Broker.Faults.Scene;
using Broker.Sealing;
using Broker.Silo.Storage;

namespace Broker.Bench.Http;

/// <summary>
/// What the silo spends a deposit's CPU time on: each stage measured by itself in this process, with the silo's own code on the store and the keys that were
/// just loaded over HTTP; what the silo's process used above their sum is grains, sockets, answers and the collector.
/// </summary>
internal sealed class DepositStages(Installation broker, DepositRequests requests, SiloInProcess silo)
{
    private const int Records = 6_000;
    private const int WarmUp = 1_000;
    private const int TagsABatch = 4; // depositor, day, country, idempotency key
    private const int AnswerBytes = 320;
    private const int ContributionBytes = 160;
    private const int ReceiptBytes = 256;
    private const double Micro = 1e6;

    private readonly Member depositor = broker.Depositors[0];

    /// <summary>Prints the shares of one level.</summary>
    /// <param name="level">The level.</param>
    /// <param name="siloMicros">What the silo's process used for a record of it.</param>
    internal async Task PrintAsync(DepositLevel level, double siloMicros)
    {
        List<(string Stage, double Micros)> stages = Single(level.Packages);
        (double all, double writer) = await TakeAsync(level);
        double request = stages[0].Micros;
        stages.Add(("SQL and commit, the writer's thread", writer));
        stages.Add(("rest of the intake: parsing, lookups, allocation", all + request - stages.Sum(stage => stage.Micros)));
        stages.Add(("grains, socket, serialisation, counting and the rest", siloMicros - stages.Sum(stage => stage.Micros)));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  the silo's {siloMicros:0} µs for a record at {level.Connections} connections, {level.Packages} a request, by stage:"));
        foreach ((string stage, double micros) in stages)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {stage,-60} {micros,6:0.0} µs  {micros / siloMicros,5:P0}"));
        }
    }

    // The first one is outside of the intake.
    private List<(string Stage, double Micros)> Single(int packages)
    {
        byte[] package = requests.Package();
        Sink.Demand(DepositPackage.TryRead(package, out PackageParts parts, out _), "reading a package");
        var keys = new DepositorKeys(depositor.Account, depositor.Signing.PublicKey, depositor.SignerName);
        Sink.Demand(Check(parts, keys, out DepositHead head, out ReadOnlyMemory<byte> headBytes), "checking a package");
        byte[] batch = DepositPackage.EncodeBatch([.. Enumerable.Repeat(package, packages)]);
        RequestHeaders request = Signed(batch);
        byte[] observation = Inputs.Bytes(Padding.MinPaddedLength), receipt = Inputs.Bytes(ReceiptBytes), answer = Inputs.Bytes(AnswerBytes * packages);
        string note = $"{Domains.DepositReceipt(silo.Vault.Origin)}\nrecord {head.Record}\ncommit {Convert.ToHexStringLower(head.Commit)}\nday 2013-01-14\n";
        string[] names = [.. Enumerable.Repeat(head.Record.ToString(), packages)];
        Figure[] figures = Meter.Measure(
            Work.Repeat(() => Sink.Demand(RequestSignature.Check(request, SHA256.HashData(batch), depositor.Signing.PublicKey, TimeProvider.System.GetUtcNow(), out _, out _) is null, "a request"), packages),
            Work.Repeat(() => Sink.Demand(Check(parts, keys, out _, out _), "checking a package")),
            Work.Repeat(() => Sink.Demand(silo.Vault.OpenMany(() => silo.Vault.OpenForAggregation(head, headBytes.Span, parts.Observation.Span, depositor.Account, _ => { })) is null, "opening")),
            Work.Repeat(() => Sink.Take(silo.Vault.OpenMany(() => silo.Vault.SealRecord(head.Record, headBytes.Span, observation, parts.Manifest.Span, receipt)).DataKey.Length)),
            Work.Repeat(() => Sink.Take(silo.Vault.OpenMany(() => silo.Vault.SignNote(note)).Length)),
            Work.Repeat(() => Sink.Take(silo.Vault.OpenMany(() => Tags(names))), packages),
            Work.Repeat(() => Sink.Take(silo.Vault.OpenMany(() => silo.Vault.SealAtRest("answer", answer)).Length), packages),
            Work.Repeat(() => Sink.Take(silo.Vault.OpenMany(() => Contributions(packages))), packages));
        double[] micros = [.. figures.Select(figure => Micro * figure.CpuSeconds)];
        return
        [
            ("the request's digest and signature", micros[0]), ("Ed25519 verify of the package, digests and sizes", micros[1]), ("HPKE open", micros[2]),
            ("AEAD: record, manifest, receipt, data key, answer, contribution", micros[3] + micros[6] + micros[7]), ("receipt's signature", micros[4]), ("tags of rows", micros[5]),
        ];
    }

    private bool Check(PackageParts parts, DepositorKeys keys, out DepositHead head, out ReadOnlyMemory<byte> headBytes)
    {
        bool holds = DepositOpener.Check(parts, silo.Vault.Origin, keys, silo.Vault.EpochPublicKey, out DepositHead? found, out headBytes) is null;
        head = found!;
        return holds;
    }

    private RequestHeaders Signed(byte[] batch) => RequestSignature.Sign(
        "POST", broker.Url.Authority, "/deposits", "?", "application/vnd.broker.deposits", SHA256.HashData(batch), depositor.Account, depositor.Signing,
        TimeProvider.System.GetUtcNow(), RandomNumberGenerator.Fill);

    private int Tags(string[] names)
    {
        int length = silo.Vault.Tag("record-owner", names).Length;
        foreach (string _ in names)
        {
            length += silo.Vault.SourceKey("CAF", depositor.Account, new byte[Tag16.Size]) == 0 ? 1 : 0;
        }

        for (int i = 0; i < TagsABatch; i++)
        {
            length += silo.Vault.Tag("record-owner", names[0]).Length;
        }

        return length;
    }

    private int Contributions(int packages) => Enumerable.Range(0, packages).Sum(_ => silo.Vault.SealPaddedAtRest("contribution", new byte[ContributionBytes]).Length);

    private async Task<(double All, double Writer)> TakeAsync(DepositLevel level)
    {
        _ = await TakeAsync(level, Math.Max(level.Packages, WarmUp));
        return await TakeAsync(level, Math.Max(4 * level.Packages, Records));
    }

    private async Task<(double All, double Writer)> TakeAsync(DepositLevel level, int records)
    {
        byte[][] batches = requests.Batches(records / level.Packages, level.Packages);
        string writer = await silo.Store.WriteAsync(_ => File.ResolveLinkTarget("/proc/thread-self", false)!.FullName);
        int next = -1;
        (double cpu, double store) = (Environment.CpuUsage.TotalTime.TotalSeconds, ProcessUse.ThreadSeconds(writer));
        await Task.WhenAll(Enumerable.Range(0, level.Connections).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var index && index < batches.Length)
            {
                await silo.TakeAsync(depositor, batches[index]);
            }
        })));
        int done = batches.Length * level.Packages;
        return (Micro * (Environment.CpuUsage.TotalTime.TotalSeconds - cpu) / done, Micro * (ProcessUse.ThreadSeconds(writer) - store) / done);
    }
}
