using System.Reflection;

namespace Orleans.Serialization.Invocation;

/// <summary>The request behind a call: its method and arguments, without the trailing cancellation token.</summary>
public interface IInvokable
{
    int GetArgumentCount();

    object? GetArgument(int index);

    string GetMethodName();

    string GetInterfaceName();

    Type GetInterfaceType();

    MethodInfo GetMethod();
}
