using System.Globalization;
using System.Numerics;

namespace Broker.DisclosureControl;

/// <summary>An exact fraction in lowest terms; budgets are added and compared without rounding.</summary>
public readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
{
    private readonly BigInteger numerator;
    private readonly BigInteger denominatorLessOne; // so that default(Rational) is 0/1

    /// <summary>Makes numerator/denominator in lowest terms.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is not positive.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(denominator, BigInteger.One);
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        this.numerator = numerator / divisor;
        denominatorLessOne = (denominator / divisor) - 1;
    }

    /// <summary>Makes the whole number.</summary>
    public Rational(long value)
        : this(value, BigInteger.One)
    {
    }

    /// <summary>Nought.</summary>
    public static Rational Zero => default;

    /// <summary>Numerator in lowest terms; carries the sign.</summary>
    public BigInteger Numerator => numerator;

    /// <summary>Denominator in lowest terms, at least 1.</summary>
    public BigInteger Denominator => denominatorLessOne + 1;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => numerator.Sign;

    /// <summary>Sum, exactly.</summary>
    public static Rational operator +(Rational left, Rational right) =>
        new((left.Numerator * right.Denominator) + (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    /// <summary>Difference, exactly.</summary>
    public static Rational operator -(Rational left, Rational right) =>
        new((left.Numerator * right.Denominator) - (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    /// <summary>Product, exactly.</summary>
    public static Rational operator *(Rational left, Rational right) =>
        new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

    /// <summary>Equality of value.</summary>
    public static bool operator ==(Rational left, Rational right) => left.Equals(right);

    /// <summary>Inequality of value.</summary>
    public static bool operator !=(Rational left, Rational right) => !left.Equals(right);

    /// <summary>Less than.</summary>
    public static bool operator <(Rational left, Rational right) => left.CompareTo(right) < 0;

    /// <summary>More than.</summary>
    public static bool operator >(Rational left, Rational right) => left.CompareTo(right) > 0;

    /// <summary>At most.</summary>
    public static bool operator <=(Rational left, Rational right) => left.CompareTo(right) <= 0;

    /// <summary>At least.</summary>
    public static bool operator >=(Rational left, Rational right) => left.CompareTo(right) >= 0;

    /// <summary>Sum, exactly.</summary>
    public static Rational Add(Rational left, Rational right) => left + right;

    /// <summary>Difference, exactly.</summary>
    public static Rational Subtract(Rational left, Rational right) => left - right;

    /// <summary>Product, exactly.</summary>
    public static Rational Multiply(Rational left, Rational right) => left * right;

    /// <summary>Reads <c>n</c> or <c>n/d</c>, in lowest terms, non-negative, at most 18 digits each; anything else is refused.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Rational value)
    {
        value = default;
        var slash = text.IndexOf('/');
        var denominator = 1L;
        if (!TryDigits(slash < 0 ? text : text[..slash], out var numerator)
            || (slash >= 0 && !TryDigits(text[(slash + 1)..], out denominator))
            || denominator == 0)
        {
            return false;
        }

        value = new Rational(numerator, denominator);
        return text.SequenceEqual(value.ToString());
    }

    /// <inheritdoc />
    public bool Equals(Rational other) => numerator == other.numerator && denominatorLessOne == other.denominatorLessOne;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(numerator, denominatorLessOne);

    /// <inheritdoc />
    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>A double within a unit or two of its last place, for reports only.</summary>
    public double ToDouble()
    {
        // Terms beyond the range of a double are cut to their leading bits first.
        var cut = (int)Math.Max(0, Math.Max(numerator.GetBitLength(), Denominator.GetBitLength()) - 1_000);
        return (double)(numerator >> cut) / (double)(Denominator >> cut);
    }

    /// <summary><c>9/64</c>, or <c>3</c> for a whole number.</summary>
    public override string ToString() => Denominator.IsOne
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : $"{Numerator.ToString(CultureInfo.InvariantCulture)}/{Denominator.ToString(CultureInfo.InvariantCulture)}";

    private static bool TryDigits(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        return text.Length is > 0 and <= 18 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
