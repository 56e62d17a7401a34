using System.Reflection;

namespace Orleans.Serialization;

/// <summary>The wire names of types.</summary>
internal static class Aliases
{
    public static string? Of(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;

    public static string NameOf(Type type) => Of(type) ?? type.FullName ?? type.Name;
}
