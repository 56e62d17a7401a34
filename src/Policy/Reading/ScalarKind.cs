namespace Broker.Policy.Reading;

/// <summary>The forms of single values.</summary>
internal enum ScalarKind
{
    /// <summary><see cref="PolicyVocabulary.IsName"/>.</summary>
    Name,

    /// <summary><see cref="PolicyVocabulary.IsState"/>.</summary>
    State,

    /// <summary>A text of one line.</summary>
    Text,

    /// <summary>A text of one line without a full stop.</summary>
    Reason,

    /// <summary>A day, yyyy-mm-dd.</summary>
    Date,

    /// <summary>Two days with a stroke between them, both included.</summary>
    Term,

    /// <summary>A number of days, as 28d.</summary>
    Days,

    /// <summary>A budget: a decimal of at most six places.</summary>
    Rho,
}
