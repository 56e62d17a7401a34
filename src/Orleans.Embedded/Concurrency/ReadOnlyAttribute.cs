namespace Orleans.Concurrency;

/// <summary>The method does not change its grain. Orleans may interleave such calls; this engine runs them one by one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
