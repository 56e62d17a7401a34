using Broker.Sealing;

namespace Broker.Cli;

/// <summary>The folder that issued shares are written to, readable by its owner alone.</summary>
/// <remarks>
/// <c>operators-1.age</c>: a share sealed to its custodian. On paper: <c>operators-1.key</c>, an age identity, until the share
/// came; then <c>operators-1.txt</c>, its words, and the key is deleted. Nothing that exists is overwritten.
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

        return [.. shares.Zip(custodians, (share, custodian) => Keep(custodian, share.Envelope))];
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
        PrivateFile.Write(At(custodian, "txt"), words.Span, replace: false);
        File.Delete(keyFile);
        return At(custodian, "txt");
    }

    private static bool IsShare(string file) => Path.GetExtension(file) is ".age" or ".txt";

    private string At(Custodian custodian, string kind) => Path.Combine(path, $"{custodian.FileName}.{kind}");
}
