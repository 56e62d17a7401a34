using Broker.Transparency;

namespace Broker.Silo.Log;

/// <summary>The file of `Silo:Witnesses`.</summary>
internal static class WitnessFile
{
    /// <summary>Reads the policy; one that needs no witness when no file is named.</summary>
    /// <param name="path">The file; empty for none.</param>
    /// <param name="policy">What it says.</param>
    /// <param name="fault">Why not, as a line for the operator.</param>
    public static bool TryRead(string path, out WitnessPolicy policy, out string fault)
    {
        (policy, fault) = (WitnessPolicy.None, "");
        if (path.Length == 0)
        {
            return true;
        }

        if (ReadBytes(path) is not { } bytes)
        {
            fault = "`Silo:Witnesses` names a file that can't be read, or one of more than 64 KiB";
        }
        else if (!WitnessPolicy.TryParse(bytes, out WitnessPolicy? read, out TrustFileFault why))
        {
            fault = $"`Silo:Witnesses` is not a witness policy: {why}";
        }
        else if (read.Witnesses.FirstOrDefault(witness => witness.Url is { Length: > 0 } url && !IsUrl(url)) is { } unreachable)
        {
            fault = $"`Silo:Witnesses` gives witness `{unreachable.Name}` an address that is not http or https without query, or ends in a slash";
        }
        else if (!read.IsMet(read.Witnesses.Where(witness => witness.Url is { Length: > 0 }).Select(witness => witness.Name).ToHashSet(StringComparer.Ordinal)))
        {
            fault = "`Silo:Witnesses` has a quorum that the witnesses with an address can't meet: nothing would ever be published";
        }
        else
        {
            policy = read;
            return true;
        }

        return false;
    }

    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0 && !text.EndsWith('/');

    private static byte[]? ReadBytes(string path)
    {
        try
        {
            return new FileInfo(path).Length <= WitnessPolicy.MaxLength ? File.ReadAllBytes(path) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
