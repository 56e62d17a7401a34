using Orleans.Embedded.Tests.Faulty;
using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Harness;
using Orleans.Guards;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests;

public sealed class GuardTests
{
    [Theory]
    [InlineData(typeof(NoGrainType), "has no [GrainType]")]
    [InlineData(typeof(EmptyGrainType), "has no [GrainType]")]
    [InlineData(typeof(GenericGrain<>), "is generic")]
    [InlineData(typeof(NoInterface), "implements no interface that extends IGrainWithStringKey")]
    [InlineData(typeof(TwoConstructors), "needs exactly one public constructor")]
    [InlineData(typeof(StateWithoutAttribute), "has only one of [PersistentState] and IPersistentState<T>")]
    [InlineData(typeof(StateOfAnotherType), "has only one of [PersistentState] and IPersistentState<T>")]
    [InlineData(typeof(StateNamesRepeated), "empty or repeated state name `one`")]
    [InlineData(typeof(StateNameEmpty), "empty or repeated state name ``")]
    [InlineData(typeof(StorageUnknown), "names the storage `nowhere`, which is not registered")]
    [InlineData(typeof(StateWithoutConstructor), "which has no public constructor without parameters")]
    public void GrainClass_BreakingARule_IsNamed(Type grain, string fault) => AssertFault([grain], fault);

    [Theory]
    [InlineData(typeof(INoAlias), "has no [Alias]")]
    [InlineData(typeof(IGenericGrain<>), "is generic")]
    [InlineData(typeof(INoStringKey), "is not an interface that extends IGrainWithStringKey")]
    [InlineData(typeof(IReturnsVoid), "returns neither Task nor Task<T>")]
    [InlineData(typeof(IReturnsValueTask), "returns neither Task nor Task<T>")]
    [InlineData(typeof(IReturnsValue), "returns neither Task nor Task<T>")]
    [InlineData(typeof(IHasProperty), "belongs to a property or an event")]
    [InlineData(typeof(IGenericMethod), "is generic")]
    [InlineData(typeof(IByReference), "passes `value` by reference")]
    [InlineData(typeof(ITokenNotLast), "takes a CancellationToken that is not its last parameter")]
    [InlineData(typeof(IOverloads), "has two methods named `RunAsync` on the wire")]
    [InlineData(typeof(ITakesObject), "reaches `System.Object`")]
    [InlineData(typeof(ITakesStream), "reaches `System.IO.Stream`")]
    [InlineData(typeof(IReturnsUnmarked), "`Orleans.Embedded.Tests.Faulty.Unmarked`, which has no [GenerateSerializer]")]
    [InlineData(typeof(ITakesListOfUnmarked), "`Orleans.Embedded.Tests.Faulty.Unmarked`, which has no [GenerateSerializer]")]
    public void GrainInterface_BreakingARule_IsNamed(Type type, string fault) =>
        Assert.Contains(GrainInterfaceGuard.FaultsOf(type), found => found.Contains(fault, StringComparison.Ordinal));

    [Theory]
    [InlineData(typeof(MessageWithoutAlias), "has no [Alias]")]
    [InlineData(typeof(MessageNotImmutable), "is not [Immutable]")]
    [InlineData(typeof(MessageWithoutId), "has no [Id] on `Second`")]
    [InlineData(typeof(MessageWithFieldWithoutId), "has no [Id] on `_hidden`")]
    [InlineData(typeof(MessageWithIdTwice), "uses [Id(0)] twice")]
    [InlineData(typeof(MessageWithComputedId), "has an [Id] on `Twice`, which stores nothing")]
    [InlineData(typeof(MessageThatCannotBeMade), "cannot be made again")]
    [InlineData(typeof(MessageOfUnmarkedBase), "inherits `Orleans.Embedded.Tests.Faulty.Unmarked`, which has no [GenerateSerializer]")]
    [InlineData(typeof(MessageHoldingUnmarked), "reaches `Orleans.Embedded.Tests.Faulty.Unmarked`")]
    [InlineData(typeof(MessageWithFaultyDerived), "message `Orleans.Embedded.Tests.Faulty.FaultyDerived` has no [Alias]")]
    [InlineData(typeof(GenericMessage<int>), "is generic")]
    public void Message_BreakingARule_IsNamed(Type message, string fault)
    {
        var faults = new List<string>();
        new MessageGuard(faults).Check(message, "here");
        Assert.Contains(faults, found => found.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Manifest_WithoutAGrainClass_IsRefused() => AssertFault([typeof(string)], "no grain class was given");

    [Fact]
    public void Manifest_WithOneGrainTypeTwice_IsRefused() =>
        AssertFault([typeof(TwinA), typeof(TwinB)], "the [GrainType] `twin` is used by 2 classes");

    [Fact]
    public void Manifest_WithTwoClassesForAnInterface_IsRefused() =>
        AssertFault([typeof(TwinA), typeof(TwinB)], "is implemented by 2 classes");

    [Fact]
    public void Manifest_WithOneInterfaceAliasTwice_IsRefused() =>
        AssertFault([typeof(AliasTwinA), typeof(AliasTwinB)], "the [Alias] `alias-twin` is used by 2 types");

    [Fact]
    public void Manifest_WithOneMessageAliasTwice_IsRefused() =>
        AssertFault([typeof(MessageTwins)], "the [Alias] `message-twin` is used by 2 types");

    [Fact]
    public void Manifest_WithAFaultyException_IsRefused() =>
        AssertFault([typeof(TwinA), typeof(FaultyException)], "message `Orleans.Embedded.Tests.Faulty.FaultyException` has no [Id] on `Code`");

    [Fact]
    public void Manifest_WithManyFaults_ListsThemAll()
    {
        var faults = AssertFault([typeof(NoGrainType), typeof(StateNamesRepeated), typeof(UsesFaultyInterface)], "has no [GrainType]").Faults;

        Assert.Contains(faults, fault => fault.Contains("state name `one`", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("returns neither", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Host_WithAFaultyGrain_RefusesToStart()
    {
        var failure = await Assert.ThrowsAsync<OrleansConfigurationException>(
            () => EngineHost.StartAsync(options => options.TypeFilter = type => type == typeof(NoGrainType)));
        Assert.Contains(failure.Faults, fault => fault.Contains("has no [GrainType]", StringComparison.Ordinal));
    }

    [Fact]
    public void Manifest_OfTheTestGrains_HasNoFault() =>
        Assert.NotNull(GrainManifest.Build(
            typeof(ProbeGrain).Assembly.GetTypes().Where(t => t.Namespace == typeof(ProbeGrain).Namespace), name => name == "memory", hasReminders: true));

    [Fact]
    public void GrainWithReminders_WithoutAStoreForThem_IsAFault() =>
        AssertFault([typeof(AlarmGrain)], "is IRemindable, and no reminder store is registered");

    [Theory]
    [InlineData(0, 1, 1, 4096)]
    [InlineData(1, 0, 1, 4096)]
    [InlineData(1, 1, 0, 4096)]
    [InlineData(1, 1, 1, 4095)]
    public async Task Host_WithASettingOutOfBounds_RefusesToStart(int timeout, int idle, int queued, int frame) =>
        await Assert.ThrowsAsync<OrleansConfigurationException>(() => EngineHost.StartAsync(options =>
        {
            options.ResponseTimeout = TimeSpan.FromSeconds(timeout);
            options.IdleCollection = TimeSpan.FromSeconds(idle);
            options.MaxQueued = queued;
            options.MaxFrameBytes = frame;
        }));

    private static OrleansConfigurationException AssertFault(Type[] types, string fault)
    {
        var failure = Assert.Throws<OrleansConfigurationException>(() => GrainManifest.Build(types, name => name == "memory", hasReminders: false));
        Assert.Contains(failure.Faults, found => found.Contains(fault, StringComparison.Ordinal));
        return failure;
    }
}
