// The programs under test use every core; two at a time would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
