#pragma warning disable CA1040, CA1045, CA1068, CA1819 // each type breaks one rule on purpose
namespace Orleans.Embedded.Tests.Faulty;

[Alias("ok")]
public interface IFine : IGrainWithStringKey
{
    Task RunAsync();
}

public interface INoAlias : IGrainWithStringKey;

[Alias("generic")]
public interface IGenericGrain<T> : IGrainWithStringKey;

[Alias("no-key")]
public interface INoStringKey : IGrain;

[Alias("void")]
public interface IReturnsVoid : IGrainWithStringKey
{
    void Run();
}

[Alias("value-task")]
public interface IReturnsValueTask : IGrainWithStringKey
{
    ValueTask<int> RunAsync();
}

[Alias("value")]
public interface IReturnsValue : IGrainWithStringKey
{
    int Run();
}

[Alias("property")]
public interface IHasProperty : IGrainWithStringKey
{
    Task<int> Value { get; }
}

[Alias("generic-method")]
public interface IGenericMethod : IGrainWithStringKey
{
    Task RunAsync<T>();
}

[Alias("by-reference")]
public interface IByReference : IGrainWithStringKey
{
    Task RunAsync(in int value);
}

[Alias("token")]
public interface ITokenNotLast : IGrainWithStringKey
{
    Task RunAsync(CancellationToken token, int value);
}

[Alias("overloads")]
public interface IOverloads : IGrainWithStringKey
{
    Task RunAsync(int value);

    Task RunAsync(string value);
}

[Alias("object")]
public interface ITakesObject : IGrainWithStringKey
{
    Task RunAsync(object value);
}

[Alias("stream")]
public interface ITakesStream : IGrainWithStringKey
{
    Task RunAsync(Stream value);
}

[Alias("unmarked")]
public interface IReturnsUnmarked : IGrainWithStringKey
{
    Task<Unmarked> RunAsync();
}

[Alias("list-of-unmarked")]
public interface ITakesListOfUnmarked : IGrainWithStringKey
{
    Task RunAsync(IReadOnlyList<Unmarked?> values);
}

[Alias("alias-twin")]
public interface IAliasTwinA : IGrainWithStringKey;

[Alias("alias-twin")]
public interface IAliasTwinB : IGrainWithStringKey;

[Alias("message-twins")]
public interface IMessageTwins : IGrainWithStringKey
{
    Task<MessageTwinA> RunAsync(MessageTwinB value);
}
