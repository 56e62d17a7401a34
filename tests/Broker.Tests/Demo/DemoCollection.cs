namespace Broker.Tests.Demo;

/// <summary>Tests that look at one shared run of the demo.</summary>
[CollectionDefinition(Name)]
public sealed class DemoCollection : ICollectionFixture<DemoRun>
{
    public const string Name = "demo";
}
