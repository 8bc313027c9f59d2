using TinyClassify.Trainer.Cli;

return await Verbs.RunAsync(args);
