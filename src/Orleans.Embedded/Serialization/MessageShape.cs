using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Serialization;

/// <summary>
/// The members of a <c>[GenerateSerializer]</c> type in wire order and the constructor that reading uses. Everything that Orleans
/// would lose or refuse is a fault here.
/// </summary>
internal sealed class MessageShape
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly List<string> _faults = [];
    private readonly List<MessageMember> _members = [];

    private MessageShape(Type type)
    {
        Type = type;
        CheckType();
        var level = 0;
        foreach (var declaring in Chain(type))
        {
            AddLevel(declaring, level++);
        }

        _members.Sort((a, b) => a.Level != b.Level ? a.Level.CompareTo(b.Level) : a.Id.CompareTo(b.Id));
        Constructor = FindConstructor();
    }

    public Type Type { get; }

    public IReadOnlyList<MessageMember> Members => _members;

    /// <summary>Null for an abstract type, or for a value type that is made by its default constructor.</summary>
    public ConstructorInfo? Constructor { get; }

    public IReadOnlyList<string> Faults => _faults;

    public static MessageShape Of(Type type) => new(type);

    public MessageMember? MemberFor(ParameterInfo parameter) => _members.Find(member =>
        member.Type == parameter.ParameterType && string.Equals(member.Member.Name, parameter.Name, StringComparison.OrdinalIgnoreCase));

    private static Stack<Type> Chain(Type type)
    {
        var chain = new Stack<Type>();
        for (var t = type; t is not null && t != typeof(object) && t != typeof(ValueType) && !IsFrameworkException(t); t = t.BaseType)
        {
            chain.Push(t);
        }

        return chain;
    }

    // The framework's own exception fields (message, stack, inner exception) never cross.
    private static bool IsFrameworkException(Type type) =>
        type == typeof(Exception) || type == typeof(Runtime.OrleansException)
        || (type.IsSubclassOf(typeof(Exception)) && type.Assembly == typeof(Exception).Assembly);

    private void CheckType()
    {
        if (string.IsNullOrEmpty(Aliases.Of(Type)))
        {
            Fault("has no [Alias]");
        }

        if (!Type.IsDefined(typeof(ImmutableAttribute), inherit: false) && !Type.IsSubclassOf(typeof(Exception)))
        {
            Fault("is not [Immutable]");
        }

        if (Type.IsGenericType)
        {
            Fault("is generic");
        }
    }

    private void AddLevel(Type declaring, int level)
    {
        if (!declaring.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
        {
            Fault(declaring == Type ? "has no [GenerateSerializer]" : $"inherits `{declaring.FullName}`, which has no [GenerateSerializer]");
        }

        var ids = new HashSet<uint>();
        foreach (var field in declaring.GetFields(Declared))
        {
            AddField(declaring, level, field, ids);
        }

        foreach (var property in declaring.GetProperties(Declared).Where(p => p.IsDefined(typeof(IdAttribute))))
        {
            if (declaring.GetField($"<{property.Name}>k__BackingField", Declared) is null)
            {
                Fault($"has an [Id] on `{property.Name}`, which stores nothing");
            }
        }
    }

    private void AddField(Type declaring, int level, FieldInfo field, HashSet<uint> ids)
    {
        var property = field.IsDefined(typeof(CompilerGeneratedAttribute)) && field.Name.StartsWith('<')
            ? declaring.GetProperty(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)], Declared)
            : null;
        MemberInfo member = property is null ? field : property;
        if ((member.GetCustomAttribute<IdAttribute>() ?? field.GetCustomAttribute<IdAttribute>()) is not { } id)
        {
            Fault($"has no [Id] on `{member.Name}`");
            return;
        }

        if (!ids.Add(id.Id))
        {
            Fault($"uses [Id({id.Id})] twice");
        }

        _members.Add(new MessageMember(level, id.Id, member, field.FieldType));
    }

    private ConstructorInfo? FindConstructor()
    {
        if (Type.IsAbstract)
        {
            return null;
        }

        var fitting = Type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(Fits).OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();
        if (fitting is null && !(Type.IsValueType && _members.TrueForAll(m => m.IsWritable)))
        {
            Fault("cannot be made again: no constructor takes its read-only members by name and type");
        }

        return fitting;
    }

    private bool Fits(ConstructorInfo constructor)
    {
        var taken = constructor.GetParameters().Select(MemberFor).ToArray();
        return Array.TrueForAll(taken, member => member is not null)
            && _members.TrueForAll(member => member.IsWritable || taken.Contains(member));
    }

    private void Fault(string what) => _faults.Add($"message `{Type.FullName}` {what}");
}
