namespace Broker.DisclosureControl;

/// <summary>Where a source counts: the one leaf and stratum of its gravest own record.</summary>
internal readonly record struct SourcePlace(SourceKey Source, OrganisationKey Organisation, int Area, int Category, int Stratum);
