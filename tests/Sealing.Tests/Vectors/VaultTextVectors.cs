using System.Text;

namespace Broker.Sealing.Tests.Vectors;

/// <summary>
/// Reads vectors of the vault's texts: the line <c>expect: </c> and <c>ok</c> or the reason, then the bytes. They are of the instance <c>broker.example</c>; the identity file's
/// passphrase is here. A text that is taken must have one spelling: it is written again and compared.
/// </summary>
internal static class VaultTextVectors
{
    private static readonly Origin Here = Origin.Parse("broker.example");

    public static ReadOnlySpan<byte> Passphrase => "seven words that exist for tests only"u8;

    public static VectorFamily Plans { get; } = new("vault-plan", file => Read(file, Plan));

    public static VectorFamily Files { get; } = new("vault-file", file => Read(file, File));

    public static VectorFamily Shares { get; } = new("vault-share", file => Read(file, Share));

    public static VectorFamily Identities { get; } = new("identity-file", file => Read(file, Identity));

    private static IEnumerable<VectorCase> Read(VectorFile file, Func<byte[], string> codeOf)
    {
        var bytes = System.IO.File.ReadAllBytes(file.Path);
        var end = Array.IndexOf(bytes, (byte)'\n');
        var first = end < 0 ? string.Empty : Encoding.UTF8.GetString(bytes, 0, end);
        if (!first.StartsWith("expect: ", StringComparison.Ordinal))
        {
            throw new FormatException("the first line is no `expect: `");
        }

        var expected = first["expect: ".Length..];
        var kind = expected == "ok" ? VectorKind.MustHold : VectorKind.MustFail;
        return [new VectorCase(file.Label, kind, () => Assert.Equal(expected, codeOf(bytes[(end + 1)..])))];
    }

    private static string Plan(byte[] text)
    {
        Assert.Equal(VaultPlan.TryParse(text, out var plan, out var reason), reason == VaultPlanFailure.None);
        Assert.Equal(plan is null ? null : text, plan?.Format());
        return Reasons.Code(reason);
    }

    private static string File(byte[] text)
    {
        Assert.Equal(VaultFile.TryParse(text, Here, out var file, out var reason), reason == VaultFileFailure.None);
        Assert.Equal(file is null ? null : text, file?.Format());
        return Reasons.Code(reason);
    }

    private static string Share(byte[] text)
    {
        var parsed = ShareText.TryParse(text, out var purpose, out var envelope);
        Assert.Equal(parsed ? text : null, parsed ? ShareText.Format(purpose, envelope) : null);
        return parsed ? "ok" : "malformed";
    }

    private static string Identity(byte[] text)
    {
        if (IdentityFile.TryParse(text, out var file, out var reason) && file!.TryOpen(Passphrase, out var identity, out reason))
        {
            Assert.Equal(file.PublicKey, identity!.PublicKey);
            identity.Dispose();
        }

        return Reasons.Code(reason);
    }
}
