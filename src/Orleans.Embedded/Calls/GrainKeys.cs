using Orleans.Serialization;

namespace Orleans.Calls;

/// <summary>The rule for grain keys, enforced where a reference is made and again where a request arrives.</summary>
internal static class GrainKeys
{
    public static bool IsValid(string? key)
    {
        if (string.IsNullOrEmpty(key) || key.Length > MessageLimits.MaxKeyChars)
        {
            return false;
        }

        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var prefix = slash < 0 ? key : key[..slash];
        return prefix.Any(c => !char.IsAsciiHexDigit(c)) && !key.Any(char.IsControl);
    }

    public static string Checked(string key) => IsValid(key)
        ? key
        : throw new ArgumentException("a grain key needs a prefix that is not hexadecimal, at most 512 characters and no control character", nameof(key));
}
