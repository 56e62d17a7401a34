using System.Text;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary>What the depositor's own tool reads back from a package that it made.</summary>
/// <param name="Commit">The commitment to the observation, which the receipt must repeat.</param>
/// <param name="Source">The source part: an age file for the depositor alone.</param>
internal sealed record PackageFacts(byte[] Commit, ReadOnlyMemory<byte> Source)
{
    public static PackageFacts Read(ReadOnlyMemory<byte> package, Member member)
    {
        if (!DepositPackage.TryRead(package, out var parts, out var refusal)
            || !NoteText.TryVerify(parts.Manifest.Span, member.SignerName, member.Signing.PublicKey, out var manifest))
        {
            throw new CommandFailure("a package in the outbox is damaged");
        }

        // The manifest is the head and one more line, that of the observation.
        var end = manifest.LastIndexOf("\nobservation "u8) + 1;
        return DepositHead.TryParse(manifest[..end], out var head, out refusal) && head is not null
            ? new PackageFacts(head.Commit, parts.Source)
            : throw new CommandFailure($"a package in the outbox is damaged: {DepositRefusals.Code(refusal)}");
    }
}
