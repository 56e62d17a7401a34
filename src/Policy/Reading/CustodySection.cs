namespace Broker.Policy.Reading;

/// <summary>Reads who must agree before custody is opened. Nobody opens it without a depositor's seat in the quorum.</summary>
internal static class CustodySection
{
    internal static CustodyQuorum? Read(YamlNode? node, Findings findings)
    {
        Fields? custody = Fields.Open(node, "custody", findings, ["open-source"], []);
        Fields? open = Fields.Open(custody?["open-source"], "open-source", findings, ["quorum", "motive"], []);
        Scalars.Word(open?["motive"], findings, "required");
        Fields? quorum = Fields.Open(open?["quorum"], "a quorum", findings, ["operators", "auditors", "depositor"], []);
        return Seats(quorum, "operators", findings) is { } operators
            && Seats(quorum, "auditors", findings) is { } auditors
            && Seats(quorum, "depositor", findings) is { } depositors
            ? new CustodyQuorum(operators, auditors, depositors)
            : null;
    }

    private static int? Seats(Fields? quorum, string group, Findings findings)
    {
        YamlNode? node = quorum?[group];
        int? seats = Scalars.Whole(node, findings, 0, PolicyLimits.LargestNumber);
        if (seats < PolicyFloors.CustodySeats)
        {
            findings.Error(node!, PolicyCodes.FloorCustody, $"a quorum needs at least one of `{group}`");
        }

        return seats;
    }
}
