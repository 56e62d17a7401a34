namespace Broker.Policy;

/// <summary>The closed list of codes that a <see cref="PolicyDiagnostic"/> carries; docs/specs/sharing-policy.md explains each.</summary>
public static class PolicyCodes
{
    // The bytes and the YAML, before the policy itself is looked at.
    public const string FileTooLarge = "file-too-large";
    public const string NotUtf8 = "not-utf8";
    public const string ForbiddenCharacter = "forbidden-character";
    public const string LineTooLong = "line-too-long";
    public const string YamlSyntax = "yaml-syntax";
    public const string YamlDepth = "yaml-depth";
    public const string YamlAnchor = "yaml-anchor";
    public const string YamlTag = "yaml-tag";
    public const string YamlDirective = "yaml-directive";
    public const string YamlDocuments = "yaml-documents";
    public const string TooManyFindings = "too-many-findings";

    // The shape.
    public const string DuplicateKey = "duplicate-key";
    public const string UnknownKey = "unknown-key";
    public const string MissingKey = "missing-key";
    public const string WrongShape = "wrong-shape";
    public const string TooMany = "too-many";
    public const string DuplicateItem = "duplicate-item";
    public const string BadName = "bad-name";
    public const string BadState = "bad-state";
    public const string BadDate = "bad-date";
    public const string BadNumber = "bad-number";
    public const string BadDuration = "bad-duration";
    public const string BadText = "bad-text";
    public const string BadWord = "bad-word";

    // The meaning.
    public const string UnknownPurpose = "unknown-purpose";
    public const string UnknownAudience = "unknown-audience";
    public const string UnknownTier = "unknown-tier";
    public const string UnknownTable = "unknown-table";
    public const string AmbiguousName = "ambiguous-name";
    public const string AudienceKind = "audience-kind";
    public const string TermWithoutState = "term-without-state";
    public const string RuleKind = "rule-kind";
    public const string ConflictEmpty = "conflict-empty";
    public const string ConflictWithoutForbid = "conflict-without-forbid";
    public const string ForbidPublic = "forbid-public";
    public const string PublicFirst = "public-first";
    public const string MarkingAudience = "marking-audience";
    public const string MarkingOrder = "marking-order";
    public const string OnwardAudience = "onward-audience";
    public const string NoiseBase = "noise-base";
    public const string RhoBelowFinal = "rho-below-final";

    // The floors.
    public const string FloorSources = "floor-sources";
    public const string FloorOrganisations = "floor-organisations";
    public const string FloorRho = "floor-rho";
    public const string FloorOrganisationCap = "floor-organisation-cap";
    public const string FloorHardFloor = "floor-hard-floor";
    public const string FloorNoiseOrder = "floor-noise-order";
    public const string FloorThresholdOrder = "floor-threshold-order";
    public const string FloorPlace = "floor-place";
    public const string FloorDate = "floor-date";
    public const string FloorSourcePart = "floor-source-part";
    public const string FloorCustody = "floor-custody";

    // Warnings.
    public const string AudienceInConflict = "audience-in-conflict";
    public const string RuleWithoutEffect = "rule-without-effect";
    public const string TierNeverPermitted = "tier-never-permitted";
    public const string TableOrder = "table-order";
    public const string DelayOrder = "delay-order";
    public const string ConflictTooLate = "conflict-too-late";

    /// <summary>Told by the tools only, because it takes every class of requests: reading a file does not look for it.</summary>
    public const string RuleUnreachable = "rule-unreachable";
}
