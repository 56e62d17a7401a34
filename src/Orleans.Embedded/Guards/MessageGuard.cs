using Orleans.Serialization;

namespace Orleans.Guards;

/// <summary>Walks the types that a signature reaches and collects what is wrong with them.</summary>
internal sealed class MessageGuard(List<string> faults)
{
    private readonly HashSet<Type> _seen = [];

    /// <summary>The message types met so far.</summary>
    public HashSet<Type> Messages { get; } = [];

    public void Check(Type type, string where)
    {
        if (!_seen.Add(type) || ScalarCodecs.All.ContainsKey(type) || type.IsEnum)
        {
            return;
        }

        if (Codecs.PartsOf(type) is { } parts)
        {
            foreach (var part in parts)
            {
                Check(part, where);
            }

            return;
        }

        if (!Codecs.IsMessage(type))
        {
            faults.Add($"{where} reaches `{type.FullName ?? type.Name}`, which has no [GenerateSerializer] and is no supported type");
            return;
        }

        CheckMessage(type);
    }

    public void CheckMessage(Type type)
    {
        if (!Messages.Add(type))
        {
            return;
        }

        var shape = MessageShape.Of(type);
        faults.AddRange(shape.Faults);
        foreach (var member in shape.Members)
        {
            Check(member.Type, $"message `{type.FullName}`");
        }

        foreach (var derived in Codecs.DerivedFrom(type))
        {
            CheckMessage(derived);
        }
    }
}
