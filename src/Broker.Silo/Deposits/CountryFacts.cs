using Broker.Briefings;

namespace Broker.Silo.Deposits;

/// <summary>Public facts of a country.</summary>
/// <param name="Name">As a heading.</param>
/// <param name="InSentence">Inside a sentence.</param>
/// <param name="Gazetteer">Its places.</param>
/// <param name="Map">Outlines of its first-order areas.</param>
internal sealed record CountryFacts(string Name, string InSentence, Gazetteer Gazetteer, CountryMap Map);
