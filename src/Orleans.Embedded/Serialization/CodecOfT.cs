namespace Orleans.Serialization;

/// <summary>A codec without boxing for members and elements.</summary>
internal abstract class Codec<T> : Codec
{
    public abstract void Write(MessageWriter writer, T value);

    public abstract T Read(MessageReader reader);

    public override void WriteObject(MessageWriter writer, object? value) => Write(writer, (T)value!);

    public override object? ReadObject(MessageReader reader) => Read(reader);
}
