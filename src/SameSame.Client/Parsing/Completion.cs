using System.CommandLine;
using System.CommandLine.Completions;

namespace SameSame.Client.Parsing;

/// <summary>What shells may complete an option's value with.</summary>
internal static class Completion
{
    /// <summary>Offers names for one value, or for the last of several with commas.</summary>
    public static Option<T> Offer<T>(this Option<T> option, IEnumerable<string> names)
    {
        option.CompletionSources.Add(context =>
        {
            var before = context.WordToComplete[..(context.WordToComplete.LastIndexOf(',') + 1)];
            return names.Select(n => new CompletionItem(before + n));
        });
        return option;
    }
}
