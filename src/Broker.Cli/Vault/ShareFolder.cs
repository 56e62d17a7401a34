using Broker.Sealing;

namespace Broker.Cli;

/// <summary>The folder that issued shares are written to, readable by its owner alone.</summary>
/// <remarks>
/// <c>operators-1.age</c>: a share sealed to its custodian. On paper: <c>operators-1.key</c>, an age identity, until the share
/// came; then <c>operators-1.txt</c>, its words. The keys are deleted when the words of all are written, so that a tool that was killed
/// goes on where it was. Nothing that exists is overwritten.
/// </remarks>
internal sealed class ShareFolder(string path)
{
    private const int LongestEnvelope = 64 * 1024;

    /// <summary>The public half of the key for one custodian's paper; one that an earlier try left is taken again.</summary>
    public byte[] PaperKey(Custodian custodian, RandomFill random)
    {
        PrivateFile.CreateFolder(path);
        var file = At(custodian, "key");
        if (!File.Exists(file))
        {
            using var made = X25519PrivateKey.Generate(random);
            AgeIdentityFile.Write(file, made);
        }

        using var key = AgeIdentityFile.Read(file);
        return key.PublicKey;
    }

    /// <summary>Refuses a folder in which issued shares are already, before anything is issued.</summary>
    public void RefuseUsed()
    {
        if (Directory.Exists(path) && Directory.EnumerateFiles(path).FirstOrDefault(IsShare) is { } taken)
        {
            throw new CommandFailure($"`{taken}` exists already: choose another --out");
        }
    }

    /// <summary>As <see cref="RefuseUsed"/>, but words beside their key pass: a tool that was killed wrote them, and is gone on with.</summary>
    public void RefuseForeign()
    {
        if (Directory.Exists(path) && Directory.EnumerateFiles(path).FirstOrDefault(file => IsShare(file) && !File.Exists(Path.ChangeExtension(file, "key"))) is { } taken)
        {
            throw new CommandFailure($"`{taken}` exists already: choose another --out");
        }
    }

    /// <summary>Writes issued shares; those with a key in the folder are opened with it. The names of the files, in the order of the shares.</summary>
    public IReadOnlyList<string> Keep(IReadOnlyList<IssuedShareAnswer> shares)
    {
        PrivateFile.CreateFolder(path);
        var custodians = shares.Select(share => Custodian.TryParse(share.Custodian, out var custodian)
            ? custodian
            : throw new CommandFailure("the gateway's answer names no custodian")).ToList();
        if (custodians.Distinct().Count() != custodians.Count || shares.Any(share => share.Envelope.Length > LongestEnvelope))
        {
            throw new CommandFailure("the gateway's answer about issued shares could not be read");
        }

        List<string> files = [.. shares.Zip(custodians, (share, custodian) => Keep(custodian, share.Envelope))];
        foreach (var custodian in custodians)
        {
            File.Delete(At(custodian, "key"));
        }

        return files;
    }

    private string Keep(Custodian custodian, byte[] envelope)
    {
        var keyFile = At(custodian, "key");
        if (!File.Exists(keyFile))
        {
            PrivateFile.Write(At(custodian, "age"), envelope, replace: false);
            return At(custodian, "age");
        }

        using var key = AgeIdentityFile.Read(keyFile);
        using var share = ShareReading.Open(envelope, key, custodian.ToString());
        using SecretBytes words = new(share.MnemonicLength + 1) { Length = share.MnemonicLength + 1 };
        share.FormatMnemonic(words.Span[..^1]);
        words.Span[^1] = (byte)'\n';
        if (!IsThere(At(custodian, "txt"), words))
        {
            PrivateFile.Write(At(custodian, "txt"), words.Span, replace: false);
        }

        return At(custodian, "txt");
    }

    private static bool IsThere(string file, SecretBytes words)
    {
        if (!File.Exists(file))
        {
            return false;
        }

        using var before = SecretBytes.ReadFile(file, LongestEnvelope);
        return before.Span.SequenceEqual(words.Span);
    }

    private static bool IsShare(string file) => Path.GetExtension(file) is ".age" or ".txt";

    private string At(Custodian custodian, string kind) => Path.Combine(path, $"{custodian.FileName}.{kind}");
}
