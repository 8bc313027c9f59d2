return await TinyClassify.VirtualBoard.VirtualBoardProgram.RunAsync(args);
