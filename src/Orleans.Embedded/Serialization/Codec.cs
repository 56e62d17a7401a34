namespace Orleans.Serialization;

/// <summary>Writes, reads and copies the values of one type.</summary>
internal abstract class Codec
{
    /// <summary>What the wire expects here; part of the shape that sender and receiver must agree on.</summary>
    public abstract string Descriptor { get; }

    /// <summary>True when a value may be handed over as it is.</summary>
    public abstract bool IsImmutable { get; }

    public abstract void WriteObject(MessageWriter writer, object? value);

    public abstract object? ReadObject(MessageReader reader);

    public object? Copy(object? value, int maxBytes)
    {
        if (IsImmutable || value is null)
        {
            return value;
        }

        var writer = new MessageWriter(maxBytes);
        WriteObject(writer, value);
        var reader = new MessageReader(writer.Written);
        var copy = ReadObject(reader);
        reader.ExpectEnd();
        return copy;
    }
}
