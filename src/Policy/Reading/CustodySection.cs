namespace Broker.Policy.Reading;

/// <summary>Reads who must agree before custody is opened. Nobody opens it without a depositor's seat in the quorum.</summary>
internal static class CustodySection
{
    internal static CustodyQuorum? Read(YamlNode? node, Findings findings)
    {
        Fields? open = Fields.Open(node, CustodyGrammar.Custody, findings)?.Open("open-source");
        open?.Text("motive");
        Fields? quorum = open?.Open("quorum");
        int? operators = quorum?.Whole("operators"), auditors = quorum?.Whole("auditors"), depositors = quorum?.Whole("depositor");
        return operators is null || auditors is null || depositors is null ? null : new CustodyQuorum(operators.Value, auditors.Value, depositors.Value);
    }
}
