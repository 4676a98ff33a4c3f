/** Milliseconds between two looks. */
const LOOK = 500;

/** Interrupts this process in order when the git that it is a hook of is gone: nobody would act on the verdict. */
export function endWithGit(): Disposable {
  const git = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== git) process.kill(process.pid, 'SIGHUP');
  }, LOOK);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
