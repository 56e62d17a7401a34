using System.Buffers.Binary;
using System.Linq.Expressions;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Serialization;

/// <summary>
/// A <c>[GenerateSerializer]</c> type: its tag, then the members by level and id. The tag is the first 8 bytes of the SHA-256 of the
/// alias and of each member's id and descriptor, so that a peer built from other sources is refused instead of misread. A class is
/// preceded by 0 (null) or 1.
/// </summary>
internal sealed class ObjectCodec<T> : Codec<T>, IObjectCodecOwner
{
    private readonly Lazy<Plan> _plan;
    private readonly Lazy<Dictionary<ulong, Codec>> _derived;
    private readonly bool _immutable;

    public ObjectCodec()
    {
        _plan = new(() => new Plan(MessageShape.Of(typeof(T))));
        _derived = new(() => Codecs.DerivedFrom(typeof(T)).Select(Codecs.BodyFor).ToDictionary(codec => ((IObjectCodec)codec).Tag));
        _immutable = typeof(T).IsDefined(typeof(ImmutableAttribute), inherit: false);
        Body = new BodyOnly(this);
    }

    public override string Descriptor => Aliases.NameOf(typeof(T));

    public override bool IsImmutable => _immutable;

    /// <summary>The same type without the null marker; derived types are written through it.</summary>
    public BodyOnly Body { get; }

    public Codec BodyCodec => Body;

    public override void Write(MessageWriter writer, T value)
    {
        if (!typeof(T).IsValueType)
        {
            writer.WriteByte(value is null ? (byte)0 : (byte)1);
            if (value is null)
            {
                return;
            }
        }

        if (typeof(T).IsValueType || value!.GetType() == typeof(T))
        {
            Body.Write(writer, value);
            return;
        }

        Codecs.BodyFor(value.GetType()).WriteObject(writer, value);
    }

    public override T Read(MessageReader reader)
    {
        if (!typeof(T).IsValueType && !reader.ReadBoolean())
        {
            return default!;
        }

        var tag = reader.ReadFixed64();
        if (!typeof(T).IsAbstract && tag == _plan.Value.Tag)
        {
            return Body.ReadMembers(reader);
        }

        return _derived.Value.TryGetValue(tag, out var codec)
            ? (T)((IObjectCodec)codec).ReadMembersObject(reader)
            : throw new MessageFormatException("another type or shape than expected");
    }

    /// <summary>Tag and members.</summary>
    public sealed class BodyOnly(ObjectCodec<T> owner) : Codec<T>, IObjectCodec
    {
        public override string Descriptor => owner.Descriptor;

        public override bool IsImmutable => owner.IsImmutable;

        public ulong Tag => owner._plan.Value.Tag;

        public override void Write(MessageWriter writer, T value)
        {
            var plan = owner._plan.Value;
            writer.Enter();
            writer.WriteFixed64(plan.Tag);
            plan.WriteMembers(writer, value);
            writer.Leave();
        }

        public override T Read(MessageReader reader) =>
            reader.ReadFixed64() == Tag ? ReadMembers(reader) : throw new MessageFormatException("another type or shape than expected");

        public object ReadMembersObject(MessageReader reader) => ReadMembers(reader)!;

        public T ReadMembers(MessageReader reader)
        {
            reader.Enter();
            var value = Construct(reader);
            reader.Leave();
            return value;
        }

        private T Construct(MessageReader reader)
        {
            try
            {
                return owner._plan.Value.ReadMembers(reader);
            }
            catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
            {
                // The type's own constructor refused the values; its message may quote them.
                throw new MessageFormatException("values refused by their type");
            }
        }
    }

    private sealed class Plan
    {
        public Plan(MessageShape shape)
        {
            if (shape.Faults.Count > 0)
            {
                throw new Runtime.OrleansConfigurationException(shape.Faults);
            }

            Tag = TagOf(shape);
            WriteMembers = CompileWrite(shape);
            ReadMembers = typeof(T).IsAbstract ? _ => throw new MessageFormatException("abstract type") : CompileRead(shape);
        }

        public ulong Tag { get; }

        public Action<MessageWriter, T> WriteMembers { get; }

        public Func<MessageReader, T> ReadMembers { get; }

        private static ulong TagOf(MessageShape shape)
        {
            var text = string.Join(
                '\n', shape.Members.Select(m => $"{m.Level}.{m.Id}:{Codecs.For(m.Type).Descriptor}").Prepend(Aliases.NameOf(typeof(T))));
            return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        }

        private static Action<MessageWriter, T> CompileWrite(MessageShape shape)
        {
            var writer = Expression.Parameter(typeof(MessageWriter));
            var value = Expression.Parameter(typeof(T));
            IEnumerable<Expression> calls = shape.Members.Select(member => Call(
                member, "Write", writer, Expression.MakeMemberAccess(value, member.Member)));
            return Expression.Lambda<Action<MessageWriter, T>>(
                Expression.Block([.. calls, Expression.Empty()]), writer, value).Compile();
        }

        private static Func<MessageReader, T> CompileRead(MessageShape shape)
        {
            var reader = Expression.Parameter(typeof(MessageReader));
            var result = Expression.Variable(typeof(T));
            var locals = shape.Members.ToDictionary(member => member, member => Expression.Variable(member.Type));
            var steps = new List<Expression>();
            steps.AddRange(shape.Members.Select(m => Expression.Assign(locals[m], Call(m, "Read", reader))));
            var taken = shape.Constructor?.GetParameters().Select(p => shape.MemberFor(p)!).ToArray() ?? [];
            steps.Add(Expression.Assign(result, shape.Constructor is { } constructor
                ? Expression.New(constructor, taken.Select(m => locals[m]))
                : Expression.New(typeof(T))));
            steps.AddRange(shape.Members.Except(taken).Select(m =>
                Expression.Assign(Expression.MakeMemberAccess(result, m.Member), locals[m])));
            steps.Add(result);
            return Expression.Lambda<Func<MessageReader, T>>(Expression.Block([.. locals.Values, result], steps), reader).Compile();
        }

        private static MethodCallExpression Call(MessageMember member, string name, params Expression[] arguments)
        {
            var codecType = typeof(Codec<>).MakeGenericType(member.Type);
            var method = codecType.GetMethod(name, BindingFlags.Instance | BindingFlags.Public)!;
            return Expression.Call(Expression.Constant(Codecs.For(member.Type), codecType), method, arguments);
        }
    }
}
