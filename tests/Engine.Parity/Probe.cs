using Engine.Parity.Hosting;

namespace Engine.Parity;

/// <summary>One question to an engine. The answer is a short sentence without times, counts of luck or anything else that a second run changes.</summary>
public sealed record Probe(string Name, Func<ParityHost, Task<string>> Ask);
