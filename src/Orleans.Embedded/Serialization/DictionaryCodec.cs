namespace Orleans.Serialization;

/// <summary>A dictionary: its count plus one (0 for null), then keys and values in the order of enumeration.</summary>
internal sealed class DictionaryCodec<TDictionary, TKey, TValue>(Codec<TKey> key, Codec<TValue> value) : Codec<TDictionary>
    where TDictionary : class, IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    public override string Descriptor => $"{{{key.Descriptor}:{value.Descriptor}}}";

    public override bool IsImmutable => false;

    public override void Write(MessageWriter writer, TDictionary map)
    {
        if (map is null)
        {
            writer.WriteByte(0);
            return;
        }

        var items = map.ToArray();
        writer.Enter();
        writer.WriteUnsigned((ulong)items.Length + 1);
        foreach (var item in items)
        {
            key.Write(writer, item.Key);
            value.Write(writer, item.Value);
        }

        writer.Leave();
    }

    public override TDictionary Read(MessageReader reader)
    {
        var count = reader.ReadCount();
        if (count < 0)
        {
            return null!;
        }

        reader.Enter();
        var map = new Dictionary<TKey, TValue>();
        for (var i = 0; i < count; i++)
        {
            var name = key.Read(reader) ?? throw new MessageFormatException("null as dictionary key");
            if (!map.TryAdd(name, value.Read(reader)))
            {
                throw new MessageFormatException("dictionary key twice");
            }
        }

        reader.Leave();
        return (TDictionary)(object)map;
    }
}
