namespace Broker.Silo.Grains;

/// <summary>Marks a grain interface that only the silo's own grains may call.</summary>
[AttributeUsage(AttributeTargets.Interface)]
internal sealed class InternalGrainAttribute : Attribute;
