namespace Orleans.Serialization;

/// <summary>Any sequence type: its count plus one (0 for null) and its elements.</summary>
internal sealed class SequenceCodec<TSequence, T>(
    Codec<T> element, Func<TSequence, IReadOnlyCollection<T>?> open, Func<T[], TSequence> close, bool immutable) : Codec<TSequence>
{
    public override string Descriptor => $"[{element.Descriptor}]";

    public override bool IsImmutable => immutable && element.IsImmutable;

    public override void Write(MessageWriter writer, TSequence value)
    {
        if (value is null || open(value) is not { } items)
        {
            writer.WriteByte(0);
            return;
        }

        writer.Enter();
        writer.WriteUnsigned((ulong)items.Count + 1);
        foreach (var item in items)
        {
            element.Write(writer, item);
        }

        writer.Leave();
    }

    public override TSequence Read(MessageReader reader)
    {
        var count = reader.ReadCount();
        if (count < 0)
        {
            return default!;
        }

        reader.Enter();
        var items = new T[count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = element.Read(reader);
        }

        reader.Leave();
        return close(items);
    }
}
