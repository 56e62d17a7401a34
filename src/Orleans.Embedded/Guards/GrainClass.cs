using System.Reflection;
using Orleans.Calls;
using Orleans.Runtime;

namespace Orleans.Guards;

/// <summary>A grain class that passed the guards.</summary>
internal sealed record GrainClass(Type Type, GrainType GrainType, ConstructorInfo Constructor, IReadOnlyList<GrainInterface> Interfaces);
