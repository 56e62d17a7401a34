namespace Orleans.Serialization;

/// <summary>A value type that may be absent: 0, or 1 and the value.</summary>
internal sealed class NullableCodec<T>(Codec<T> inner) : Codec<T?>
    where T : struct
{
    public override string Descriptor => inner.Descriptor + "?";

    public override bool IsImmutable => inner.IsImmutable;

    public override void Write(MessageWriter writer, T? value)
    {
        writer.WriteByte(value.HasValue ? (byte)1 : (byte)0);
        if (value.HasValue)
        {
            inner.Write(writer, value.Value);
        }
    }

    public override T? Read(MessageReader reader) => reader.ReadBoolean() ? inner.Read(reader) : null;
}
