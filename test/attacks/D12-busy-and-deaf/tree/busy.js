process.title = 'busy @MARK@';
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']) process.on(signal, () => {});

// For 20 s.
for (const until = Date.now() + 20_000; Date.now() < until; );
