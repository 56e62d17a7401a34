namespace Orleans.Serialization;

/// <summary>A value without parts.</summary>
internal sealed class ScalarCodec<T>(string descriptor, Action<MessageWriter, T> write, Func<MessageReader, T> read, bool immutable = true)
    : Codec<T>
{
    public override string Descriptor => descriptor;

    public override bool IsImmutable => immutable;

    public override void Write(MessageWriter writer, T value) => write(writer, value);

    public override T Read(MessageReader reader) => read(reader);
}
