import { writeFileSync } from 'node:fs';

process.title = 'greedy @MARK@';

// At most 640 MiB in each of four, for at most 12 s.
const piece = 16 * 1024 ** 2;
const kept = [];
setTimeout(() => process.exit(), 12_000);
try {
  writeFileSync(`/dev/shm/@MARK@-${process.pid}`, Buffer.alloc(8 * 1024 ** 2, 1));
} catch {
  // It is full already.
}
take();

function take() {
  if (kept.length >= 40) return;
  kept.push(Buffer.alloc(piece, kept.length + 1));
  setTimeout(take, 1);
}
