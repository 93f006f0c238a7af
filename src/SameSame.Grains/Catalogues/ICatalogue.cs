using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;
using SameSame.Evaluation.Configuration;

namespace SameSame.Grains.Catalogues;

/// <summary>Finds zoos and datasets by name on this silo. Its calls read files: never on a grain's own scheduler.</summary>
public interface ICatalogue
{
    /// <summary>Names of the models a sweep selects, in catalogue order; reads the dataset's lists too, so that nothing starts that cannot run.</summary>
    /// <exception cref="SpecException">The zoo, the dataset or the selection cannot be used.</exception>
    string[] Select(SweepSpec spec);

    /// <summary>Digest of what a sweep's names stand for: the catalogue, its models' files, the dataset's description and lists. Quick: of a file without a stated hash its size and time count.</summary>
    /// <exception cref="SpecException">A file cannot be read.</exception>
    string Digest(SweepSpec spec);

    /// <summary>Everything that identifies a model and its images.</summary>
    /// <exception cref="SpecException">A file is missing or differs from the catalogue.</exception>
    ProfileIdentity Identify(SweepSpec spec, string model);

    /// <summary>The model's entry, after checking that its file still has the hash.</summary>
    (ZooFile Zoo, ZooModel Model) OpenModel(ModelSource source);

    /// <summary>The dataset behind a name.</summary>
    DatasetFile OpenDataset(string reference);
}
