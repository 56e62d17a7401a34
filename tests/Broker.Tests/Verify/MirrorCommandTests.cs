using Broker.Briefings;
using Broker.Cli;
using Broker.Tests.Cli;
using Broker.Transparency;

namespace Broker.Tests.Verify;

/// <summary>A log that was mirrored through the command, and then tampered with in every way; the verifications as people type them.</summary>
public sealed class MirrorCommandTests : IDisposable
{
    private const string Origin = TestMember.OriginName;
    private const string Gateway = "http://localhost:5080";
    private const int Rounds = 100;

    private readonly TestMember broker = new();
    private readonly TemporaryFolder folder = new();
    private readonly CounterRandom random = new(17);

    public MirrorCommandTests() => File.WriteAllBytes(TrustPath, broker.Trust.Format());

    public enum Attack
    {
        Edit,
        Delete,
        Insert,
        Reorder,
        Truncate,
        Fork,
        Replay,
    }

    private string TrustPath => folder.At("trust");

    public void Dispose()
    {
        broker.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(Attack.Edit)]
    [InlineData(Attack.Delete)]
    [InlineData(Attack.Insert)]
    [InlineData(Attack.Reorder)]
    [InlineData(Attack.Truncate)]
    [InlineData(Attack.Fork)]
    [InlineData(Attack.Replay)]
    public async Task VerifyLog_OfATamperedMirror_IsCaughtEachTime(Attack attack)
    {
        var caught = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var entries = Entries(2 + Below(600));
            var log = ServedLog.Of(broker.Log, entries);
            var copy = folder.At($"copy{round}");
            await RunAsync(log, "log", "mirror", "--gateway", Gateway, "--out", copy, "--trust", TrustPath);
            var kept = folder.Write("kept", System.Text.Encoding.UTF8.GetString(log.Note));
            var forged = ServedLog.Of(broker.Log, Change(entries, attack));
            // Only the operator has the key: the two attacks that take it bring a checkpoint of their own.
            Put(forged, copy, attack is Attack.Fork or Attack.Replay ? forged.Note : log.Note);
            var (code, output, _) = await TryAsync(log, "verify", "log", "--dir", copy, "--trust", TrustPath, "--earlier", kept);
            caught += code == ExitCodes.No && output.StartsWith("the log does not hold: ", StringComparison.Ordinal) ? 1 : 0;
            Directory.Delete(copy, recursive: true);
        }

        Assert.Equal(Rounds, caught);
    }

    [Fact]
    public async Task VerifyLog_OfAThousandCleanMirrorsThatGrew_IsNeverAFalseAlarm()
    {
        var alarms = 0;
        for (var round = 0; round < 1000; round++)
        {
            var log = ServedLog.Of(broker.Log, Entries(Below(round % 10 == 0 ? 600 : 60)));
            if (log.Head.Size == 0)
            {
                log.Append(Entries(1));
            }

            var copy = folder.At($"clean{round}");
            using (await LogMirror.UpdateAsync(log.Client(broker), broker.Trust, copy, CancellationToken.None))
            {
            }

            var kept = folder.Write("kept", System.Text.Encoding.UTF8.GetString(log.Note));
            log.Append(Entries(Below(round % 10 == 0 ? 600 : 60)));
            using (await LogMirror.UpdateAsync(log.Client(broker), broker.Trust, copy, CancellationToken.None))
            {
            }

            var (code, _, _) = await TryAsync(log, "verify", "log", "--dir", copy, "--trust", TrustPath, "--earlier", kept);
            alarms += code == ExitCodes.Ok ? 0 : 1;
            Directory.Delete(copy, recursive: true);
        }

        Assert.Equal(0, alarms);
    }

    [Fact]
    public async Task LogMirror_RolledBackOrForked_Exits1AndTheSecondTimeToo()
    {
        var entries = Entries(300);
        var (log, copy) = (ServedLog.Of(broker.Log, entries), folder.At("copy"));
        Assert.Contains("300 entries", await RunAsync(log, "log", "mirror", "--gateway", Gateway, "--out", copy, "--trust", TrustPath), StringComparison.Ordinal);
        foreach (var shown in new[] { ServedLog.Of(broker.Log, entries[..299]), ServedLog.Of(broker.Log, [.. Entries(1), .. entries]) })
        {
            for (var time = 0; time < 2; time++)
            {
                var (code, _, error) = await TryAsync(shown, "log", "mirror", "--gateway", Gateway, "--out", copy, "--trust", TrustPath);
                Assert.Equal(ExitCodes.No, code);
                Assert.Contains(shown.Head.Size == 299 ? "rolled back" : "forked", error, StringComparison.Ordinal);
            }
        }

        log.Append(Entries(10));
        Assert.Contains("extends the 300 entries", await RunAsync(log, "log", "mirror", "--gateway", Gateway, "--out", copy), StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyConsistency_OfTwoCheckpoints_HoldsForOneLogAlone()
    {
        var entries = Entries(700);
        var log = ServedLog.Of(broker.Log, entries[..290]);
        var old = Note("old", log.Note);
        log.Append(entries[290..600]);
        var now = Note("new", log.Note);
        log.Append(entries[600..]);
        await RunAsync(log, "log", "mirror", "--gateway", Gateway, "--out", folder.At("copy"), "--trust", TrustPath);
        var fork = Note("fork", ServedLog.Of(broker.Log, [.. entries[..100], .. Entries(500)]).Note);
        var forkOld = Note("forkold", ServedLog.Of(broker.Log, Entries(290)).Note);
        var longer = Note("longer", ServedLog.Of(broker.Log, [.. entries, .. Entries(5)]).Note);

        Assert.Equal(ExitCodes.Ok, await ConsistencyAsync(old, now));
        Assert.Equal(ExitCodes.Ok, await ConsistencyAsync(old, old));
        foreach (var (first, second) in new[] { (now, old), (old, fork), (forkOld, now), (old, forkOld), (now, longer), (old, TrustPath), (old, folder.At("absent")) })
        {
            Assert.Equal(ExitCodes.No, await ConsistencyAsync(first, second));
        }

        // Between equal sizes no mirror is needed; between others it is, and a damaged one shows nothing.
        Assert.Equal(ExitCodes.Ok, (await TryAsync(log, "verify", "consistency", old, old, "--trust", TrustPath)).Code);
        Assert.Equal(ExitCodes.No, (await TryAsync(log, "verify", "consistency", old, forkOld, "--trust", TrustPath)).Code);
        Assert.Equal(ExitCodes.No, (await TryAsync(log, "verify", "consistency", old, now, "--trust", TrustPath)).Code);
        Assert.Equal(ExitCodes.No, (await TryAsync(log, "verify", "consistency", old, now, "--dir", folder.At("copy"))).Code);
        Assert.Equal(ExitCodes.No, (await TryAsync(log, "verify", "consistency", old, "--dir", folder.At("copy"), "--trust", TrustPath)).Code);
        Assert.Equal(ExitCodes.No, (await TryAsync(log, "verify", "consistency", old, now, old, "--dir", folder.At("copy"), "--trust", TrustPath)).Code);
        File.Delete(Directory.GetFiles(folder.At("copy", "tile", "1"), "*", SearchOption.AllDirectories)[0]);
        Assert.Equal(ExitCodes.No, await ConsistencyAsync(old, now));
    }

    [Fact]
    public async Task VerifyEntry_EachOfAMirror_HoldsAndItsProofHoldsAlone()
    {
        var log = ServedLog.Of(broker.Log, Entries(300));
        await RunAsync(log, "log", "mirror", "--gateway", Gateway, "--out", folder.At("copy"), "--trust", TrustPath);
        foreach (var index in new[] { 0, 1, 255, 256, 299 })
        {
            var output = await RunAsync(
                log, "verify", "entry", "--index", $"{index}", "--dir", folder.At("copy"), "--trust", TrustPath, "--raw", folder.At("raw"), "--out", folder.At("proof"));
            Assert.Contains($"number {index} of the log of 300 entries", output, StringComparison.Ordinal);
            Assert.Contains("kind       refusal", output, StringComparison.Ordinal);
            await RunAsync(log, "verify", "entry", "--entry", folder.At("raw"), "--proof", folder.At("proof"), "--trust", TrustPath);
        }

        foreach (var index in new[] { "300", "-1", "x", "", "9223372036854775807", "99999999999999999999" })
        {
            Assert.Equal(ExitCodes.No, (await TryAsync(log, "verify", "entry", "--index", index, "--dir", folder.At("copy"), "--trust", TrustPath)).Code);
        }
    }

    [Fact]
    public async Task VerifyEntry_ProofOrEntryChangedAtAnyByteOrCutAnywhere_Exits1()
    {
        var log = ServedLog.Of(broker.Log, Entries(6));
        await RunAsync(log, "log", "mirror", "--gateway", Gateway, "--out", folder.At("copy"), "--trust", TrustPath);
        await RunAsync(log, "verify", "entry", "--index", "4", "--dir", folder.At("copy"), "--trust", TrustPath, "--raw", folder.At("raw"), "--out", folder.At("proof"));
        foreach (var name in new[] { "raw", "proof" })
        {
            var good = await File.ReadAllBytesAsync(folder.At(name));
            for (var i = 0; i < good.Length; i++)
            {
                await File.WriteAllBytesAsync(folder.At(name), [.. good[..i], (byte)(good[i] ^ 1), .. good[(i + 1)..]]);
                await AssertNoEntryAsync(log, $"{name}, byte {i}");
                await File.WriteAllBytesAsync(folder.At(name), good[..i]);
                await AssertNoEntryAsync(log, $"{name}, length {i}");
            }

            await File.WriteAllBytesAsync(folder.At(name), [.. good, .. new byte[3_000_000]]);
            await AssertNoEntryAsync(log, $"{name}, too long");
            await File.WriteAllBytesAsync(folder.At(name), good);
        }

        await RunAsync(log, "verify", "entry", "--entry", folder.At("raw"), "--proof", folder.At("proof"), "--trust", TrustPath);
    }

    [Fact]
    public async Task VerifyEntry_WithOptionsMissingOrMixed_Exits1()
    {
        var log = ServedLog.Of(broker.Log, Entries(6));
        string[][] runs =
        [
            ["--index", "1"], ["--index", "1", "--dir", folder.At("copy")], ["--trust", TrustPath], ["--index", "1", "--trust", TrustPath],
            ["--entry", TrustPath, "--trust", TrustPath], ["--proof", TrustPath, "--trust", TrustPath],
            ["--index", "1", "--dir", folder.At("copy"), "--entry", TrustPath, "--proof", TrustPath, "--trust", TrustPath],
            ["--index", "1", "--index", "1", "--dir", folder.At("copy"), "--trust", TrustPath], ["--entry", folder.At("absent"), "--proof", TrustPath, "--trust", TrustPath],
        ];
        foreach (var run in runs)
        {
            Assert.Equal(ExitCodes.No, (await TryAsync(log, ["verify", "entry", .. run])).Code);
        }
    }

    private async Task AssertNoEntryAsync(ServedLog log, string what)
        => Assert.True((await TryAsync(log, "verify", "entry", "--entry", folder.At("raw"), "--proof", folder.At("proof"), "--trust", TrustPath)).Code == ExitCodes.No, what);

    private async Task<int> ConsistencyAsync(string first, string second)
        => (await TryAsync(ServedLog.Of(broker.Log), "verify", "consistency", first, second, "--dir", folder.At("copy"), "--trust", TrustPath)).Code;

    private string Note(string name, byte[] note) => folder.Write(name, System.Text.Encoding.UTF8.GetString(note));

    private static void Put(ServedLog log, string copy, byte[] note)
    {
        Directory.Delete(Path.Combine(copy, "tile"), recursive: true);
        foreach (var (path, content) in log.Files)
        {
            var file = Path.Combine(copy, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, path == TilePath.Checkpoint ? note : content);
        }

        File.WriteAllBytes(Path.Combine(copy, TilePath.Checkpoint), note);
    }

    private byte[][] Change(byte[][] entries, Attack attack)
    {
        List<byte[]> changed = [.. entries];
        var at = Below(entries.Length);
        switch (attack)
        {
            case Attack.Edit:
                changed[at] = Entries(1)[0];
                break;
            case Attack.Delete:
                changed.RemoveAt(at);
                break;
            case Attack.Insert:
                changed.Insert(at, Entries(1)[0]);
                break;
            case Attack.Reorder:
                var other = (at + 1 + Below(entries.Length - 1)) % entries.Length;
                (changed[at], changed[other]) = (changed[other], changed[at]);
                break;
            case Attack.Truncate:
                changed.RemoveRange(at, entries.Length - at);
                break;
            case Attack.Fork:
                changed.RemoveRange(at, entries.Length - at);
                changed.AddRange(Entries(entries.Length - at + Below(9)));
                break;
            default:
                // An old database is put back and the log goes on from there.
                changed.RemoveRange(at, entries.Length - at);
                changed.AddRange(Entries(Below(2 * entries.Length)));
                break;
        }

        return [.. changed];
    }

    private byte[][] Entries(int count)
        => [.. Enumerable.Range(0, count).Select(_ => new CommittedEntry(LogEntryKind.Refusal, Origin, Tag16.New(random.Fill), Sha256Digest.Of("head"u8)).Encode())];

    private int Below(int limit)
    {
        Span<byte> bytes = stackalloc byte[4];
        random.Fill(bytes);
        return (int)(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes) % (uint)limit);
    }

    private static async Task<string> RunAsync(ServedLog log, params string[] args)
    {
        var (code, output, error) = await TryAsync(log, args);
        Assert.True(code == ExitCodes.Ok, output + error);
        return output;
    }

    private static Task<(int Code, string Output, string Error)> TryAsync(ServedLog log, params string[] args) => new CommandRun(log.Handler).RunAsync(args);
}
