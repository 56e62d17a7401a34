namespace Orleans.Serialization;

/// <summary>The part of an object codec that does not depend on its type.</summary>
internal interface IObjectCodec
{
    ulong Tag { get; }

    object ReadMembersObject(MessageReader reader);
}
