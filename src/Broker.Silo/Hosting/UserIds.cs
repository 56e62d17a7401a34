using System.Globalization;

namespace Broker.Silo.Hosting;

/// <summary>Users of this machine, out of its password file. Users of a directory service are given by number.</summary>
internal static class UserIds
{
    private const string PasswordFile = "/etc/passwd";
    private const int Fields = 7;

    /// <summary>The number of a user who is given by name or number; false for an unknown one and for root, who needs no leave.</summary>
    public static bool TryFind(string user, out uint id) => TryFind(user, File.Exists(PasswordFile) ? File.ReadAllLines(PasswordFile) : [], out id);

    /// <summary>As above, out of lines `name:password:number:…` (passwd(5)).</summary>
    public static bool TryFind(string user, IEnumerable<string> lines, out uint id)
    {
        if (TryNumber(user, out id))
        {
            return id != 0;
        }

        string[]? found = lines.Select(line => line.Split(':')).FirstOrDefault(fields => fields.Length == Fields && fields[0] == user && user.Length > 0);
        return found is not null && TryNumber(found[2], out id) && id != 0;
    }

    private static bool TryNumber(string text, out uint id) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);
}
