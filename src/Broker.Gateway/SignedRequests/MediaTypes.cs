namespace Broker.Gateway.SignedRequests;

/// <summary>Content types of signed bodies, exactly as the tools send and sign them.</summary>
internal static class MediaTypes
{
    public const string Request = "application/vnd.broker.request";
    public const string Deposits = "application/vnd.broker.deposits";
    public const string Yaml = "application/yaml";
}
