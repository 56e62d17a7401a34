using System.Security.Cryptography;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary>A member's folder: its keys, its card, its enrolment, and for depositors what they sent and got back.</summary>
/// <remarks>
/// <c>member</c> (card, may be shown), <c>signing.key</c>, <c>tags.key</c>, <c>enrolment.key</c> (64 hexadecimal digits),
/// <c>sealing.key</c> (an age identity, so that the ordinary age tool opens source parts), <c>enrolment</c>, <c>receipts/</c>,
/// <c>sources/</c> (the member's own sealed copies), <c>outbox/</c>, <c>checkpoint</c> (the last one of the disclosure log that was verified),
/// <c>log/</c> (a copy of that log, which is public). All but that copy 0600 in 0700.
/// </remarks>
internal sealed class MemberFolder(string path)
{
    public string Path { get; } = path;

    public string CardFile => At("member");

    public string Receipts => At("receipts");

    public string Sources => At("sources");

    public string Outbox => At("outbox");

    public string Journal => At("journal");

    /// <summary>The last checkpoint of the disclosure log that a tool of this member verified: every tool that is shown one goes through it.</summary>
    public KeptCheckpoint Checkpoint => new(At("checkpoint"));

    /// <summary>The member's own copy of the disclosure log.</summary>
    public string LogMirror => At("log");

    /// <summary>What an auditor was given of what entries commit to, and its index.</summary>
    public string Audit => At("audit");

    private string EnrolmentFile => At("enrolment");

    private string EnrolmentKey => At("enrolment.key");

    /// <summary>Makes a folder with fresh keys; nothing that exists is overwritten.</summary>
    public static MemberCard Create(string path, string name, RandomFill random)
    {
        if (!MemberCard.IsName(name))
        {
            throw new CommandFailure("a name is one line of 1 to 200 characters");
        }

        MemberFolder folder = new(path);
        if (File.Exists(folder.CardFile))
        {
            throw new CommandFailure($"`{folder.CardFile}` exists already");
        }

        PrivateFile.CreateFolder(path);
        using var signing = Ed25519SigningKey.Generate(random);
        using var sealing = X25519PrivateKey.Generate(random);
        using var tags = SecretKey.Generate(random);
        Span<byte> seed = stackalloc byte[Ed25519SigningKey.SeedSize];
        signing.ExportSeed(seed);
        HexKey.Write(folder.At("signing.key"), seed);
        CryptographicOperations.ZeroMemory(seed);
        tags.Use(folder.At("tags.key"), static (key, file) => HexKey.Write(file, key));
        AgeIdentityFile.Write(folder.At("sealing.key"), sealing);
        MemberCard card = new(AccountId.New(random), name, Convert.ToHexStringLower(signing.PublicKey), Convert.ToHexStringLower(sealing.PublicKey));
        PrivateFile.Write(folder.CardFile, card.Format());
        return card;
    }

    /// <summary>Opens the member's keys; dispose them soon.</summary>
    public Member Open()
    {
        var card = MemberCard.Read(CardFile);
        var signing = HexKey.Read(At("signing.key"), seed => Ed25519SigningKey.FromSeed(seed));
        var sealing = AgeIdentityFile.Read(At("sealing.key"));
        if (Convert.ToHexStringLower(signing.PublicKey) != card.SigningKey || Convert.ToHexStringLower(sealing.PublicKey) != card.SealingKey)
        {
            throw new CommandFailure($"the keys in `{Path}` are not those of its member card");
        }

        return new Member
        {
            Folder = this,
            Card = card,
            Signing = signing,
            Sealing = sealing,
            Tags = HexKey.Read(At("tags.key"), key => SecretKey.FromBytes(key)),
            Enrolment = File.Exists(EnrolmentFile) ? Enrolment.Read(EnrolmentFile) : null,
            EnrolmentSecret = File.Exists(EnrolmentKey) ? HexKey.Read(EnrolmentKey, key => SecretKey.FromBytes(key)) : null,
        };
    }

    /// <summary>Takes an enrolment: opens the secret with the member's own key and pins the trust. A second time it must be the same instance.</summary>
    public void Accept(Enrolment enrolment)
    {
        using var member = Open();
        if (enrolment.Account != member.Account)
        {
            throw CommandFailure.No("the enrolment is for another member");
        }

        if (member.Enrolment is Enrolment earlier && !earlier.Trust.Format().AsSpan().SequenceEqual(enrolment.Trust.Format()))
        {
            throw CommandFailure.No("the enrolment names other keys than those that are pinned already");
        }

        if (enrolment.SealedSecret.Length > 0 && member.EnrolmentSecret is null)
        {
            WriteSecret(member, enrolment);
        }

        PrivateFile.Write(EnrolmentFile, enrolment.Format());
    }

    private void WriteSecret(Member member, Enrolment enrolment)
    {
        Span<byte> secret = stackalloc byte[SecretKey.Size];
        if (enrolment.SealedSecret.Length != SecretKey.Size + Hpke.Overhead
            || !Hpke.TryOpen(secret, member.Sealing, Enrolment.SecretInfo(enrolment.Origin, member.Account), [], enrolment.SealedSecret))
        {
            throw CommandFailure.No("the enrolment secret does not open with this member's key");
        }

        HexKey.Write(EnrolmentKey, secret);
        CryptographicOperations.ZeroMemory(secret);
    }

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
