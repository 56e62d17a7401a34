namespace Broker.Gateway.WebKeys;

/// <summary>The gateway's keys for cookies and tokens can't be used because the vault is sealed; callers get the problem <c>sealed</c>.</summary>
internal sealed class WebKeysSealedException() : Exception("the vault is sealed, so the gateway's keys can't be used");
