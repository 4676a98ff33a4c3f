import { describe, expect, it } from 'vitest';
import { drawnFor } from '../../../harness/author/values.ts';

describe('a value that was sent', () => {
  it.for([
    ['email', 'ada@example.org', '${random.email()}'],
    ['contact', 'ada@example.org', '${random.email()}'],
    ['password', 'correct horse', '${random.string(16)}'],
    ['firstName', 'Ada', '${random.word()}'],
    ['user_name', 'Ada Lovelace', '${random.word()} ${random.word()}'],
    ['title', 'Buy milk.', 'Buy milk ${random.int(1000, 9999)}'],
    ['anything', 'Some ${free} text', 'Some $${free} text ${random.int(1000, 9999)}'],
    ['price', 1250, '${random.int(1001, 9997)}'],
    ['qty', 2, '${random.int(2, 9)}'],
    ['idempotency-key', '5e0c2f3a-6f5b-4c8e-9b0d-2a1c3d4e5f60', '${random.uuid()}'],
  ] as const)('under "%s" as %j is drawn anew', ([key, sent, value]) => {
    expect(drawnFor(key, sent)?.value).toBe(value);
  });

  it.for([
    ['status', 'waiting for it'],
    ['contentType', 'application/json'],
    ['noteId', 'n17'],
    ['ownerId', '5e0c2f3a-6f5b-4c8e-9b0d-2a1c3d4e5f60'],
    ['note', '2026-12-24 10:00'],
    ['message', '+49 (170) 123'],
    ['due', '2026-12-24T10:00:00Z'],
    ['comment', 'https://example.org/a'],
    ['page', 2],
    ['price', 12.5],
    ['done', true],
    ['title', ''],
    ['title', null],
  ] as const)('under "%s" as %j is kept', ([key, sent]) => {
    expect(drawnFor(key, sent)).toBeUndefined();
  });
});
