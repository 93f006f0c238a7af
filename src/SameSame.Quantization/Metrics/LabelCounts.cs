namespace SameSame.Quantization.Metrics;

/// <summary>
/// What a run over labelled images says of the labels themselves, in counts that add up over parts of a run: how often a network is right, would be right with other
/// labels, and how its answers are spread.
/// </summary>
public sealed record LabelCounts
{
    /// <summary>Number of images.</summary>
    public int Images { get; init; }

    /// <summary>Outputs of the network.</summary>
    public int Outputs { get; init; }

    /// <summary>The greatest label and one.</summary>
    public int Labels { get; init; }

    /// <summary>What was added to each label of the dataset.</summary>
    public int Offset { get; init; }

    /// <summary>Images it got right.</summary>
    public int Correct { get; init; }

    /// <summary>Images it would have got right with every label one lower.</summary>
    public int CorrectBelow { get; init; }

    /// <summary>Images it would have got right with every label one higher.</summary>
    public int CorrectAbove { get; init; }

    /// <summary>Every other image: those that the best renaming of classes is tried on, as the ones between have it.</summary>
    public int HeldOut { get; init; }

    /// <summary>Of those, images it got right.</summary>
    public int HeldOutCorrect { get; init; }

    /// <summary>Of those, images it would have got right under that renaming.</summary>
    public int HeldOutRenamed { get; init; }

    /// <summary>Images with the most frequent answer.</summary>
    public int MostAnswered { get; init; }

    /// <summary>Images with the most frequent label.</summary>
    public int MostLabelled { get; init; }

    /// <summary>Counts a run.</summary>
    /// <param name="answers">The network's class for each image.</param>
    /// <param name="labels">The class of each image, <paramref name="offset"/> included.</param>
    /// <param name="outputs">Outputs of the network.</param>
    /// <param name="offset">What was added to the dataset's labels.</param>
    public static LabelCounts Of(ReadOnlySpan<int> answers, ReadOnlySpan<int> labels, int outputs, int offset)
    {
        var (correct, below, above, held, heldCorrect, renamed) = (0, 0, 0, 0, 0, 0);
        var renaming = Renaming(answers, labels);
        var (asAnswer, asLabel) = (new Dictionary<int, int>(), new Dictionary<int, int>());
        for (var i = 0; i < answers.Length; i++)
        {
            correct += answers[i] == labels[i] ? 1 : 0;
            below += answers[i] == labels[i] - 1 ? 1 : 0;
            above += answers[i] == labels[i] + 1 ? 1 : 0;
            asAnswer[answers[i]] = asAnswer.GetValueOrDefault(answers[i]) + 1;
            asLabel[labels[i]] = asLabel.GetValueOrDefault(labels[i]) + 1;
            if (i % 2 == 0)
                continue;
            held++;
            heldCorrect += answers[i] == labels[i] ? 1 : 0;
            renamed += renaming.TryGetValue(labels[i], out var name) && answers[i] == name ? 1 : 0;
        }

        return new LabelCounts
        {
            Images = answers.Length,
            Outputs = outputs,
            Labels = asLabel.Count > 0 ? asLabel.Keys.Max() + 1 : 0,
            Offset = offset,
            Correct = correct,
            CorrectBelow = below,
            CorrectAbove = above,
            HeldOut = held,
            HeldOutCorrect = heldCorrect,
            HeldOutRenamed = renamed,
            MostAnswered = asAnswer.Values.DefaultIfEmpty().Max(),
            MostLabelled = asLabel.Values.DefaultIfEmpty().Max(),
        };
    }

    /// <summary>The counts of two parts of one run.</summary>
    public LabelCounts Add(LabelCounts other) => this with
    {
        Images = Images + other.Images,
        Labels = Math.Max(Labels, other.Labels),
        Correct = Correct + other.Correct,
        CorrectBelow = CorrectBelow + other.CorrectBelow,
        CorrectAbove = CorrectAbove + other.CorrectAbove,
        HeldOut = HeldOut + other.HeldOut,
        HeldOutCorrect = HeldOutCorrect + other.HeldOutCorrect,
        HeldOutRenamed = HeldOutRenamed + other.HeldOutRenamed,
        MostAnswered = MostAnswered + other.MostAnswered,
        MostLabelled = MostLabelled + other.MostLabelled,
    };

    // By the even images: each pair of label and answer, the most frequent first, each label and each answer once.
    private static Dictionary<int, int> Renaming(ReadOnlySpan<int> answers, ReadOnlySpan<int> labels)
    {
        var pairs = new Dictionary<(int Label, int Answer), int>();
        for (var i = 0; i < answers.Length; i += 2)
            pairs[(labels[i], answers[i])] = pairs.GetValueOrDefault((labels[i], answers[i])) + 1;
        var (renaming, taken) = (new Dictionary<int, int>(), new HashSet<int>());
        foreach (var (label, answer) in pairs.OrderByDescending(p => p.Value).ThenBy(p => p.Key).Select(p => p.Key))
        {
            if (!renaming.ContainsKey(label) && taken.Add(answer))
                renaming[label] = answer;
        }

        return renaming;
    }
}
