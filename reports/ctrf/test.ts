/** The statuses of the format, as its summary counts them. */
export const statuses = ['passed', 'failed', 'skipped', 'pending', 'other'] as const;
type Status = (typeof statuses)[number];

/** A test as the format has it: what we say of one. */
export interface Test {
  readonly name: string;
  readonly status: Status;
  /** Milliseconds, whole. */
  readonly duration: number;
  /** Our own word. */
  readonly rawStatus: string;
  readonly testId?: string;
  readonly suite?: readonly string[];
  readonly tags?: readonly string[];
  readonly message?: string;
  /** What shows it, in lines. */
  readonly trace?: string;
  readonly type?: 'e2e';
  readonly extra?: object;
}

/** What one Run adds to a document. */
export interface Timed {
  readonly tests: readonly Test[];
  /** Milliseconds since 1970, whole; zero where no time may be told. */
  readonly start: number;
  readonly stop: number;
  /** What there is to know of the Run that the format has no word for. */
  readonly run: object;
}

/** The gate as a test. It is failed, whatever kept it from allowing: tools look for nothing else. */
export function gateTest(is: 'allow' | 'deny' | 'hold', message: string, more: Partial<Test> = {}): Test {
  return { name: 'gate', status: is === 'allow' ? 'passed' : 'failed', duration: 0, rawStatus: is, message, ...more };
}
