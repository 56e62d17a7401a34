using Broker.DisclosureControl;

namespace Broker.Cli;

/// <summary>A row of a file of plain records under a plan, its labels keyed.</summary>
internal readonly record struct PlainRow(DateOnly Date, SourceKey Source, OrganisationKey Organisation, int Area, int Category)
{
    public Contribution In(int stratum) => new(Source, Organisation, Area, Category, stratum);
}
