// Referenced, and nothing of it is named in our sources.
