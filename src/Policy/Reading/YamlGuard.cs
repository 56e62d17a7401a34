using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace Broker.Policy.Reading;

/// <summary>
/// Walks the tokens of a file before a tree is made of it. A deep file would overflow the stack of whatever recurses
/// over it, and an alias or a tag could make a file mean what it does not show.
/// </summary>
internal sealed class YamlGuard(Findings findings)
{
    private int _depth;
    private int _flow;
    private bool _content;

    /// <summary>Whether the tokens are such that a tree may be made. Syntax errors throw <see cref="YamlException"/>.</summary>
    internal bool Passes(string text)
    {
        var scanner = new Scanner(new StringReader(text), skipComments: true);
        int tokens = 0;
        while (scanner.MoveNext())
        {
            Token token = scanner.Current!;

            // At some faults the scanner gives error tokens without end instead of throwing.
            if (token is Error)
            {
                Refuse(token, PolicyCodes.YamlSyntax, "not well-formed yaml");
                return false;
            }

            if (++tokens > PolicyLimits.Tokens)
            {
                Refuse(token, PolicyCodes.TooMany, "more than 100000 tokens");
                return false;
            }

            Look(token);
            if (_depth > PolicyLimits.Depth || _flow < 0)
            {
                return false;
            }
        }

        return !findings.HasErrors;
    }

    private void Look(Token token)
    {
        switch (token)
        {
            case FlowSequenceStart or FlowMappingStart or BlockSequenceStart or BlockMappingStart:
                Deepen(token);
                break;
            case FlowSequenceEnd or FlowMappingEnd:
                CloseFlow(token);
                break;
            case BlockEnd:
                _depth--;
                break;
            case Anchor or AnchorAlias:
                Refuse(token, PolicyCodes.YamlAnchor, "anchors and aliases are not allowed, write the value out");
                break;
            case Tag:
                Refuse(token, PolicyCodes.YamlTag, "tags are not allowed");
                break;
            case VersionDirective or TagDirective:
                Refuse(token, PolicyCodes.YamlDirective, "directives are not allowed");
                break;
            case DocumentStart when _content:
            case DocumentEnd:
                Refuse(token, PolicyCodes.YamlDocuments, "a file holds one document");
                break;
        }

        _content |= token is not (StreamStart or VersionDirective or TagDirective);
    }

    // The scanner takes ends of what never began. Counted as ends, they would let as many beginnings past the limit.
    private void CloseFlow(Token token)
    {
        _depth--;
        if (--_flow < 0)
        {
            Refuse(token, PolicyCodes.YamlSyntax, "not well-formed yaml");
        }
    }

    private void Deepen(Token token)
    {
        _flow += token is FlowSequenceStart or FlowMappingStart ? 1 : 0;
        if (++_depth > PolicyLimits.Depth)
        {
            Refuse(token, PolicyCodes.YamlDepth, "nested deeper than 32");
        }
    }

    private void Refuse(Token token, string code, string message) =>
        findings.Error(Place.Line(token.Start), Place.Column(token.Start), code, message);
}
