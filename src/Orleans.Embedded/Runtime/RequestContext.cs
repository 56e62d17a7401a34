using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>
/// Values that travel with a call to the grain and from there to the grains that it calls; changes made by a callee do not
/// come back. Values are string, bool, int, long, Guid or byte[]. Any caller can set any value: never a proof of identity.
/// </summary>
public static class RequestContext
{
    private static readonly AsyncLocal<ImmutableDictionary<string, object>?> Values = new();

    public static IEnumerable<string> Keys => Current.Keys;

    internal static ImmutableDictionary<string, object> Current
    {
        get => Values.Value ?? ImmutableDictionary<string, object>.Empty;
        set => Values.Value = value;
    }

    public static object? Get(string key) =>
        Current.GetValueOrDefault(key) is { } value ? (value is byte[] bytes ? bytes.ToArray() : value) : null;

    public static void Set(string key, object value)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (value is not (string or bool or int or long or Guid or byte[]))
        {
            throw new ArgumentException("a request context value is a string, bool, int, long, Guid or byte[]", nameof(value));
        }

        Current = Current.SetItem(key, value is byte[] bytes ? bytes.ToArray() : value);
    }

    public static bool Remove(string key)
    {
        var had = Current.ContainsKey(key);
        Current = Current.Remove(key);
        return had;
    }

    public static void Clear() => Current = ImmutableDictionary<string, object>.Empty;
}
