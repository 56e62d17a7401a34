namespace Orleans.Serialization;

/// <summary>An enum by its underlying number. A number without a name is refused, except for flags.</summary>
internal sealed class EnumCodec<T> : Codec<T>
    where T : struct, Enum
{
    private static readonly bool IsFlags = typeof(T).IsDefined(typeof(FlagsAttribute), inherit: false);
    private static readonly Codec Underlying = ScalarCodecs.All[Enum.GetUnderlyingType(typeof(T))];

    public override string Descriptor => "enum:" + Aliases.NameOf(typeof(T));

    public override bool IsImmutable => true;

    public override void Write(MessageWriter writer, T value) =>
        Underlying.WriteObject(writer, Convert.ChangeType(value, Enum.GetUnderlyingType(typeof(T)), null));

    public override T Read(MessageReader reader)
    {
        var value = (T)Enum.ToObject(typeof(T), Underlying.ReadObject(reader)!);
        if (!IsFlags && !Enum.IsDefined(value))
        {
            throw new MessageFormatException("enum number without a name");
        }

        return value;
    }
}
