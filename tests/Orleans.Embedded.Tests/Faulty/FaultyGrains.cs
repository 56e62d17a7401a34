#pragma warning disable CS9113 // each type breaks one rule on purpose
using Orleans.Embedded.Tests.Grains;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Faulty;

public abstract class FineGrain : Grain, IFine
{
    public Task RunAsync() => Task.CompletedTask;
}

public sealed class NoGrainType : FineGrain;

[GrainType("")]
public sealed class EmptyGrainType : FineGrain;

[GrainType("generic")]
public sealed class GenericGrain<T> : FineGrain;

[GrainType("no-interface")]
public sealed class NoInterface : Grain;

[GrainType("two-constructors")]
public sealed class TwoConstructors : FineGrain
{
    public TwoConstructors()
    {
    }

    public TwoConstructors(Harness.Journal journal) => journal.Add("made");
}

[GrainType("state-without-attribute")]
public sealed class StateWithoutAttribute(IPersistentState<LedgerState> state) : FineGrain;

[GrainType("state-of-another-type")]
public sealed class StateOfAnotherType([PersistentState("one", "memory")] LedgerState state) : FineGrain;

[GrainType("names-repeated")]
public sealed class StateNamesRepeated(
    [PersistentState("one", "memory")] IPersistentState<LedgerState> first,
    [PersistentState("one", "memory")] IPersistentState<LedgerState> second) : FineGrain;

[GrainType("name-empty")]
public sealed class StateNameEmpty([PersistentState("", "memory")] IPersistentState<LedgerState> state) : FineGrain;

[GrainType("storage-unknown")]
public sealed class StorageUnknown([PersistentState("one", "nowhere")] IPersistentState<LedgerState> state) : FineGrain;

[GrainType("state-without-constructor")]
public sealed class StateWithoutConstructor([PersistentState("one", "memory")] IPersistentState<Letter> state) : FineGrain;

[GrainType("twin")]
public sealed class TwinA : FineGrain;

[GrainType("twin")]
public sealed class TwinB : FineGrain;

[GrainType("alias-twin-a")]
public sealed class AliasTwinA : Grain, IAliasTwinA;

[GrainType("alias-twin-b")]
public sealed class AliasTwinB : Grain, IAliasTwinB;

[GrainType("message-twins")]
public sealed class MessageTwins : Grain, IMessageTwins
{
    public Task<MessageTwinA> RunAsync(MessageTwinB value) => Task.FromResult(new MessageTwinA(value.Value));
}

[GrainType("faulty-interface")]
public sealed class UsesFaultyInterface : Grain, IReturnsValue
{
    public int Run() => 1;
}
