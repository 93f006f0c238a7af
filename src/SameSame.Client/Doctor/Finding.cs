namespace SameSame.Client.Doctor;

/// <summary>How a check went.</summary>
internal enum Verdict
{
    /// <summary>Nothing to do.</summary>
    Ok,

    /// <summary>It works, but not as well as it could.</summary>
    Warning,

    /// <summary>Something will not work.</summary>
    Failure,
}

/// <summary>One line of the doctor.</summary>
/// <param name="Verdict">How it went.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Fix">What to do, or null where all is well.</param>
internal sealed record Finding(Verdict Verdict, string Subject, string Detail, string? Fix = null);

/// <summary>Looks at one thing that could go wrong on this machine. A new check is a class and a line in <see cref="Commands.DoctorCommand"/>.</summary>
internal interface ICheck
{
    /// <summary>Looks; exceptions are the caller's to report.</summary>
    IEnumerable<Finding> Run();
}
