/** Reads a stream of chunks in portions of the reader's choice, and never holds more than one chunk and one portion. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  /** What has come and was not given out yet. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /**
   * The bytes before the next `end` byte, which is passed over; at most `limit`, the beginning of what is longer.
   * Nothing when the stream ended before that.
   */
  async until(end: number, limit: number): Promise<Buffer | undefined> {
    for (;;) {
      const at = this.#rest.subarray(0, limit).indexOf(end);
      if (at >= 0) {
        const found = this.#rest.subarray(0, at);
        this.#rest = this.#rest.subarray(at + 1);
        return found;
      }
      if (this.#rest.length >= limit) return this.#rest.subarray(0, limit);
      const next = await this.#chunks.next();
      if (next.done === true) return undefined;
      this.#rest = Buffer.concat([this.#rest, next.value]);
    }
  }

  /** The next `count` bytes, in chunks as they come; fewer when the stream ends. */
  async *next(count: number): AsyncGenerator<Buffer> {
    let wanted = count;
    while (wanted > 0) {
      if (this.#rest.length === 0) {
        const next = await this.#chunks.next();
        if (next.done === true) return;
        this.#rest = next.value;
      }
      const given = this.#rest.subarray(0, wanted);
      this.#rest = this.#rest.subarray(given.length);
      wanted -= given.length;
      yield given;
    }
  }
}
