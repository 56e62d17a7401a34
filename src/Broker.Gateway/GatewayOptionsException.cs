namespace Broker.Gateway;

/// <summary>The gateway can't start with these options; the messages name options, never their values.</summary>
internal sealed class GatewayOptionsException(IReadOnlyList<string> faults) : Exception("the options of the gateway are not valid")
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
