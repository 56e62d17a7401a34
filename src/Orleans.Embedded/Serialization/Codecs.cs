using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using Orleans.Runtime;

namespace Orleans.Serialization;

/// <summary>
/// Finds the codec of a type. Supported: the scalars of <see cref="ScalarCodecs"/>, enums, nullables, arrays of one dimension,
/// <c>List</c>, <c>IReadOnlyList</c>, <c>IReadOnlyCollection</c>, <c>ImmutableArray</c>, <c>Dictionary</c>, <c>IReadOnlyDictionary</c>
/// and types marked <c>[GenerateSerializer]</c>.
/// </summary>
internal static class Codecs
{
    private static readonly ConcurrentDictionary<Type, Codec> Known = new(ScalarCodecs.All);

    public static Codec For(Type type) => Known.GetOrAdd(type, Create);

    public static Codec<T> For<T>() => (Codec<T>)For(typeof(T));

    /// <summary>The codec without a null marker, of a type marked <c>[GenerateSerializer]</c>.</summary>
    public static Codec BodyFor(Type type) => ((IObjectCodecOwner)For(type)).BodyCodec;

    public static bool IsMessage(Type type) => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) && !type.IsEnum;

    /// <summary>The types that may stand for a declared one: those of its own assembly.</summary>
    public static IEnumerable<Type> DerivedFrom(Type type) => type.IsSealed
        ? []
        : type.Assembly.GetTypes().Where(t => t.IsSubclassOf(type) && !t.IsAbstract && IsMessage(t));

    /// <summary>The types inside a supported composite; null when the type is none.</summary>
    public static IReadOnlyList<Type>? PartsOf(Type type)
    {
        if (type.IsSZArray)
        {
            return [type.GetElementType()!];
        }

        if (!type.IsConstructedGenericType)
        {
            return null;
        }

        var definition = type.GetGenericTypeDefinition();
        return definition == typeof(Nullable<>) || IsSequence(definition) || IsDictionary(definition) ? type.GetGenericArguments() : null;
    }

    private static bool IsSequence(Type definition) =>
        definition == typeof(List<>) || definition == typeof(IReadOnlyList<>) || definition == typeof(IReadOnlyCollection<>)
        || definition == typeof(ImmutableArray<>);

    private static bool IsDictionary(Type definition) =>
        definition == typeof(Dictionary<,>) || definition == typeof(IReadOnlyDictionary<,>);

    private static Codec Create(Type type)
    {
        if (type.IsEnum)
        {
            return (Codec)Activator.CreateInstance(typeof(EnumCodec<>).MakeGenericType(type))!;
        }

        if (IsMessage(type))
        {
            return (Codec)Activator.CreateInstance(typeof(ObjectCodec<>).MakeGenericType(type))!;
        }

        return PartsOf(type) is { } parts
            ? CreateComposite(type, parts)
            : throw new OrleansConfigurationException([$"type `{type.FullName}` cannot cross between grains"]);
    }

    private static Codec CreateComposite(Type type, IReadOnlyList<Type> parts)
    {
        if (parts.Count == 2)
        {
            var map = typeof(DictionaryCodec<,,>).MakeGenericType(type, parts[0], parts[1]);
            return (Codec)Activator.CreateInstance(map, For(parts[0]), For(parts[1]))!;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return (Codec)Activator.CreateInstance(typeof(NullableCodec<>).MakeGenericType(underlying), For(underlying))!;
        }

        var make = typeof(Codecs).GetMethod(nameof(CreateSequence), BindingFlags.Static | BindingFlags.NonPublic)!;
        return (Codec)make.MakeGenericMethod(parts[0]).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [type], null)!;
    }

    private static Codec CreateSequence<T>(Type type)
    {
        var element = For<T>();
        if (type.IsSZArray)
        {
            return new SequenceCodec<T[], T>(element, items => items, items => items, immutable: false);
        }

        if (type == typeof(ImmutableArray<T>))
        {
            return new SequenceCodec<ImmutableArray<T>, T>(
                element, items => items.IsDefault ? null : items, ImmutableCollectionsMarshal.AsImmutableArray, immutable: true);
        }

        return type == typeof(List<T>)
            ? new SequenceCodec<List<T>, T>(element, items => items, items => [.. items], immutable: false)
            : type == typeof(IReadOnlyList<T>)
                ? new SequenceCodec<IReadOnlyList<T>, T>(element, items => items, items => items, immutable: false)
                : new SequenceCodec<IReadOnlyCollection<T>, T>(element, items => items, items => items, immutable: false);
    }
}
