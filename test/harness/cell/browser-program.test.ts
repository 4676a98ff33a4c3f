import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { browserProgram } from '../../../harness/cell/browser-program.ts';
import { candidateUid, isRoot, unprivileged } from '../../../harness/cell/system.ts';

/** Runs a shell where the browser would be, from a folder with something to hide. Its descriptor 4 answers what 3 says. */
async function inItsPlace(script: string, orders = ''): Promise<{ readonly out: string; readonly answer: string }> {
  const parent = mkdtempSync(join(tmpdir(), 'holdout-place-'));
  try {
    chmodSync(parent, 0o755);
    writeFileSync(join(parent, 'secret'), 'CANARY');
    const dir = join(parent, 'b');
    mkdirSync(dir);
    if (isRoot()) chownSync(dir, candidateUid, candidateUid);
    const { program } = browserProgram({ executable: '/bin/sh', folders: [], dir });
    const [command, ...args] = [...unprivileged(), program, '-c', script.replaceAll('$PARENT', parent)];
    const child = spawn(command, args, {
      env: { HOME: dir, SECRET: 'CANARY' },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    });
    (child.stdio[3] as Writable).end(orders);
    const [out, errors, answer] = await Promise.all([
      text(child.stdout as Readable),
      text(child.stderr as Readable),
      text(child.stdio[4] as Readable),
    ]);
    return { out: out + errors, answer };
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

describe('the place of a browser', () => {
  it('has no file of whoever started it, and no process', async () => {
    const { out } = await inItsPlace(
      'cat $PARENT/secret; ls /home /root /work /vault /app /tree; ls /tmp; for p in /proc/[0-9]*; do echo process; done; cat /proc/*/environ',
    );
    expect(out).not.toContain('CANARY');
    expect(out.match(/^process$/gm)?.length).toBeLessThanOrEqual(3);
  });

  it('may write to its own folder, and nowhere else', async () => {
    const { out } = await inItsPlace(
      'for d in / /etc /usr /dev $PARENT $PARENT/b $HOME; do touch $d/new 2>/dev/null && echo "wrote $d"; done; echo end',
    );
    expect(out.replaceAll(/wrote .*\/b$/gm, 'wrote own')).toBe('wrote own\nwrote own\nend\n');
  });

  it('does not reach the program that it is started by', async () => {
    const { out } = await inItsPlace('ls $PARENT/; echo x >> $PARENT/b-start && echo changed');
    expect(out).not.toContain('changed');
    expect(out).not.toContain('b-start\n');
  });

  it('is given orders on descriptor 3 and answers on 4', async () => {
    expect((await inItsPlace('cat <&3 >&4', 'do this')).answer).toBe('do this');
  });
});
