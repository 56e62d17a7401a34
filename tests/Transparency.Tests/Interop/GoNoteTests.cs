using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests.Interop;

/// <summary>Live, against golang.org/x/mod/sumdb/note and Go's own Ed25519: signed notes both ways, and cosigned checkpoints.</summary>
public sealed class GoNoteTests
{
    private const string InvalidSignature = "invalid signature";
    private const string NoVerifiable = "note has no verifiable signatures";

    private static byte[] Seed(int number) => SHA256.HashData(Encoding.ASCII.GetBytes($"go note {number}"));

    private static NoteSigner Signer(string name, int number)
    {
        var seed = Seed(number);
        return new NoteSigner(new VerifierKey(name, Ed25519Reference.PublicKey(seed)), (message, signature) => Ed25519Reference.Sign(seed, message).CopyTo(signature));
    }

    [SumdbFact]
    public async Task Notes_SignedThere_AreTheBytesThatWeSign()
    {
        string[] texts = ["one line\n", "an empty line\n\nbetween\n", "log.example\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "\u2014 a dash\n", "\n"];
        var jobs = new List<GoJob>();
        var ours = new List<byte[]>();
        foreach (var (text, number) in texts.Select((text, number) => (text, number)))
        {
            var signer = Signer($"key{number}.example", number);
            var secret = Convert.ToBase64String([1, .. Seed(number)]);
            jobs.Add(new GoJob("sign") { Text = text, Secret = string.Create(CultureInfo.InvariantCulture, $"PRIVATE+KEY+{signer.Key.Name}+{signer.Key.Id:x8}+{secret}") });
            ours.Add(SignedNote.Sign(text, signer));
        }

        var results = await GoSumdb.RunAsync(jobs);

        Assert.All(results, result => Assert.Equal("", result.Error));
        Assert.Equal(ours, results.Select(result => result.Bytes!));
    }

    [SumdbFact]
    public async Task Notes_OfOursWholeAndDamaged_AreOpenedThereWhenTheyAreHere()
    {
        var random = new SeededBytes("go notes");
        var signers = Enumerable.Range(0, 4).Select(i => Signer($"signer{i}.example", 10 + i)).ToArray();
        var cases = new List<(GoJob Job, SignedNote? Ours, NoteFault Fault)>();
        for (var i = 0; i < 120; i++)
        {
            var chosen = signers.Where(_ => random.Below(2) == 0).DefaultIfEmpty(signers[0]).ToList();
            var note = SignedNote.Sign($"note {i}\n{(random.Below(3) == 0 ? "\nmore\n" : "")}", chosen);
            var trusted = signers.Where(_ => random.Below(2) == 0).DefaultIfEmpty(chosen[0]).Select(signer => new NoteVerifier(signer.Key, Ed25519Reference.Verify)).ToList();
            var bytes = Damaged(Encoding.UTF8.GetString(note), i % 12, random);
            SignedNote.TryOpen(bytes, trusted, out var opened, out var fault);
            cases.Add((new GoJob("open") { Note = bytes, Keys = [.. trusted.Select(verifier => verifier.Key.ToString())] }, opened, fault));
        }

        var results = await GoSumdb.RunAsync(cases.ConvertAll(one => one.Job));

        foreach (var ((_, ours, fault), there) in cases.Zip(results))
        {
            Assert.Equal(fault, FaultOf(there));
            Assert.Equal(ours?.Text ?? "", there.Text);
            Assert.Equal(ours?.SignedBy.Select(key => key.Name).Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>(), (there.Names ?? []).Order(StringComparer.Ordinal));
        }

        Assert.Equal(Enum.GetValues<NoteFault>(), cases.Select(one => one.Fault).Distinct().Order());
    }

    private static NoteFault FaultOf(GoResult there) => there switch
    {
        { Holds: true } => NoteFault.None,
        _ when there.Error.StartsWith(InvalidSignature, StringComparison.Ordinal) => NoteFault.InvalidSignature,
        _ when there.Error == NoVerifiable => NoteFault.NoTrustedSignature,
        _ => NoteFault.Malformed,
    };

    private static byte[] Damaged(string note, int kind, SeededBytes random)
    {
        var border = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        var lines = note[(border + 2)..].Split('\n')[..^1];
        var at = random.Below(lines.Length);
        var parts = lines[at].Split(' ');
        var signature = Convert.FromBase64String(parts[2]);
        var text = kind switch
        {
            0 => note.Replace("note", "vote", StringComparison.Ordinal),
            1 => note[..^1],
            2 => note.Remove(border, 1),
            3 => note.Insert(random.Below(border), "\u0001"),
            4 => note + "no signature line\n",
            5 => note + "\u2014 stranger.example " + Convert.ToBase64String(random.Next(68)) + "\n",
            6 => note + "\u2014 stranger.example AAAA\n",
            7 => note.Replace(parts[1], "renamed.example", StringComparison.Ordinal),
            8 => note.Replace(lines[at], $"\u2014 {parts[1]} {Flipped(signature, 4 + random.Below(64))}", StringComparison.Ordinal),
            9 => note.Replace(lines[at], $"\u2014 {parts[1]} {Flipped(signature, random.Below(4))}", StringComparison.Ordinal),
            10 => note.Replace(lines[at], $"\u2014 {parts[1]} {Convert.ToBase64String(signature[..^1])}", StringComparison.Ordinal),
            _ => note,
        };
        return Encoding.UTF8.GetBytes(text);
    }

    private static string Flipped(byte[] bytes, int at) => Convert.ToBase64String([.. bytes[..at], (byte)(bytes[at] ^ 1), .. bytes[(at + 1)..]]);

    [SumdbFact]
    public async Task Cosigned_EveryVector_HasTheSameSignersThere()
    {
        var vectors = VectorFiles.Cases("witness", "cosigned-checkpoints.json", "cosignedCheckpoints").ToList();
        var jobs = vectors.ConvertAll(vector => new GoJob("open")
        {
            Note = Encoding.UTF8.GetBytes(vector.Text("note")),
            Keys = [.. Trust(vector).Witnesses.Witnesses.Select(witness => witness.Key.ToString()), Trust(vector).Log.ToString()],
        });

        var results = await GoSumdb.RunAsync(jobs);

        foreach (var (vector, there) in vectors.Zip(results))
        {
            Assert.Equal(vector.Text("expect"), Expected(Trust(vector), there));
        }
    }

    private static TrustFile Trust(System.Text.Json.JsonElement vector)
    {
        Assert.True(TrustFile.TryParse(Encoding.UTF8.GetBytes(vector.Text("trust")), out var trust, out _));
        return trust;
    }

    /// <summary>What comes of the signers that Go found; the form of the text and the rule of groups are judged here.</summary>
    private static string Expected(TrustFile trust, GoResult there)
    {
        var names = there.Names ?? [];
        if (FaultOf(there) != NoteFault.None || !names.Contains(trust.Log.Name))
        {
            return FaultOf(there) == NoteFault.InvalidSignature ? nameof(LogFault.InvalidSignature) : nameof(LogFault.NoTrustedSignature);
        }

        var cosigned = trust.Witnesses.Witnesses.Where(witness => names.Contains(witness.Key.Name)).Select(witness => witness.Name).ToHashSet(StringComparer.Ordinal);
        return there.Text.Split('\n').Length != 4 ? nameof(LogFault.CheckpointMalformed)
            : there.Text.Split('\n')[0] != trust.Log.Name ? nameof(LogFault.OriginMismatch)
            : trust.Witnesses.IsMet(cosigned) ? nameof(LogFault.None)
            : nameof(LogFault.QuorumNotMet);
    }
}
