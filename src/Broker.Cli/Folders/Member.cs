using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>A member's keys, opened from its folder for the length of a command.</summary>
internal sealed class Member : IDisposable
{
    public required MemberFolder Folder { get; init; }

    public required MemberCard Card { get; init; }

    /// <summary>Signs requests, manifests and approvals.</summary>
    public required Ed25519SigningKey Signing { get; init; }

    /// <summary>Opens the enrolment secret and the source parts of the member's own records.</summary>
    public required X25519PrivateKey Sealing { get; init; }

    /// <summary>Makes source tags; never leaves the member's machine.</summary>
    public required SecretKey Tags { get; init; }

    /// <summary>What the member pinned when it accepted its enrolment; null before that.</summary>
    public required Enrolment? Enrolment { get; init; }

    /// <summary>The secret that the member shares with the vault; null for roles that have none.</summary>
    public required SecretKey? EnrolmentSecret { get; init; }

    public AccountId Account => Card.Account;

    /// <summary>The name under which the member's signatures on notes are made: its account id.</summary>
    public string SignerName => Account.ToString();

    public Enrolment Enrolled => Enrolment ?? throw new CommandFailure($"`{Folder.Path}` is not enrolled yet: accept an enrolment first");

    public TrustFile Trust => Enrolled.Trust;

    public SecretKey Secret => EnrolmentSecret ?? throw new CommandFailure($"`{Folder.Path}` has no enrolment secret: only depositors have one");

    /// <summary>A text as a signed note by this member (C2SP), in base64, as requests carry it.</summary>
    public string SignNote(string text) => Convert.ToBase64String(NoteText.Sign(text, SignerName, Signing));

    public void Dispose()
    {
        Signing.Dispose();
        Sealing.Dispose();
        Tags.Dispose();
        EnrolmentSecret?.Dispose();
    }
}
