// The board has one classifier, and so has the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
