#pragma warning disable CS0169, CS0414, CA1823, IDE0051, CA1802 // each type breaks one rule on purpose
namespace Orleans.Embedded.Tests.Faulty;

public class Unmarked
{
    public int Value { get; set; }
}

[GenerateSerializer]
[Immutable]
public sealed record MessageWithoutAlias([property: Id(0)] int First);

[GenerateSerializer]
[Alias("not-immutable")]
public sealed record MessageNotImmutable([property: Id(0)] int First);

[GenerateSerializer]
[Immutable]
[Alias("without-id")]
public sealed record MessageWithoutId([property: Id(0)] int First, int Second);

[GenerateSerializer]
[Immutable]
[Alias("field-without-id")]
public sealed class MessageWithFieldWithoutId
{
    private readonly int _hidden = 1;

    public int Shown => _hidden;
}

[GenerateSerializer]
[Immutable]
[Alias("id-twice")]
public sealed record MessageWithIdTwice([property: Id(0)] int First, [property: Id(0)] int Second);

[GenerateSerializer]
[Immutable]
[Alias("computed-id")]
public sealed record MessageWithComputedId([property: Id(0)] int First)
{
    [Id(1)]
    public int Twice => First * 2;
}

[GenerateSerializer]
[Immutable]
[Alias("cannot-be-made")]
public sealed class MessageThatCannotBeMade(int other)
{
    [Id(0)]
    public int Value { get; } = other;
}

[GenerateSerializer]
[Immutable]
[Alias("unmarked-base")]
public sealed class MessageOfUnmarkedBase : Unmarked;

[GenerateSerializer]
[Immutable]
[Alias("holding-unmarked")]
public sealed record MessageHoldingUnmarked([property: Id(0)] IReadOnlyDictionary<string, Unmarked> Held);

[GenerateSerializer]
[Immutable]
[Alias("faulty-derived-base")]
public abstract record MessageWithFaultyDerived;

[GenerateSerializer]
[Immutable]
public sealed record FaultyDerived : MessageWithFaultyDerived;

[GenerateSerializer]
[Immutable]
[Alias("generic-message")]
public sealed record GenericMessage<T>([property: Id(0)] T Value);

[GenerateSerializer]
[Immutable]
[Alias("message-twin")]
public sealed record MessageTwinA([property: Id(0)] int Value);

[GenerateSerializer]
[Immutable]
[Alias("message-twin")]
public sealed record MessageTwinB([property: Id(0)] int Value);

[GenerateSerializer]
[Alias("faulty-exception")]
public sealed class FaultyException(int code) : Exception
{
    public int Code { get; } = code;
}
