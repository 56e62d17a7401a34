using System.Reflection;

namespace Orleans.Serialization;

/// <summary>One serialised field or property of a message type.</summary>
/// <param name="Level">0 for the root of the inheritance chain; ids are unique within a level.</param>
internal sealed record MessageMember(int Level, uint Id, MemberInfo Member, Type Type)
{
    public bool IsWritable => Member switch
    {
        FieldInfo stored => !stored.IsInitOnly,
        PropertyInfo property => property.SetMethod is not null,
        _ => false,
    };
}
