/** What happens when somebody ends the judge before it is done. */
export interface Interrupt extends Disposable {
  readonly signal: AbortSignal;
  /** 128 and the signal's number, as shells have it. */
  exitCode(): number;
}

const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** The first Ctrl-C ends the run in order: git, lanes, Cells, folders; the second one ends the judge. */
export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  let code = 0;
  const handlers = Object.entries(codes).map(([name, number]) => {
    const handle = (): void => {
      if (controller.signal.aborted) process.exit(number);
      code = number;
      process.stderr.write('\ninterrupted; cleaning up\n');
      controller.abort();
    };
    process.on(name, handle);
    return () => process.off(name, handle);
  });
  return {
    signal: controller.signal,
    exitCode: () => code,
    [Symbol.dispose]() {
      for (const remove of handlers) remove();
    },
  };
}
