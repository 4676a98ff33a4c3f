/** Counts wrong passwords in a row for each address, and locks it for a while when there are too many. */
export class Lockout {
  constructor({ failures, seconds }) {
    this.failures = failures;
    this.seconds = seconds;
    this.counts = new Map();
  }

  isLocked(address) {
    const entry = this.counts.get(address);
    if (entry?.until && entry.until <= Date.now()) this.counts.delete(address);
    return this.counts.get(address)?.until !== undefined;
  }

  failed(address) {
    const count = (this.counts.get(address)?.count ?? 0) + 1;
    const until = count >= this.failures ? Date.now() + this.seconds * 1000 : undefined;
    this.counts.set(address, { count, until });
  }

  succeeded(address) {
    this.counts.delete(address);
  }
}
