using System.Reflection;
using Broker.Contracts;

namespace Broker.Tests.Gateway;

/// <summary>A client of either engine: GetGrain with a text key is all that is ever called. Not sealed: a proxy derives from it.</summary>
public class FakeClient : DispatchProxy
{
    internal FakeGrains? Grains { get; set; }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod?.Name != "GetGrain" || args?[0] is not string key)
        {
            throw new NotSupportedException("only GetGrain with a text key");
        }

        Grains!.Note(key);
        var grain = targetMethod.GetGenericArguments()[0];
        return grain == typeof(IVaultGrain) ? Grains.Vault : grain == typeof(IWebKeysGrain) ? Grains.WebKeys
            : grain == typeof(IPublicationGrain) ? Grains.Publication : Grains;
    }
}
