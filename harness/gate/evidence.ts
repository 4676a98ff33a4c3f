import type { Candidate } from '../model/candidate.ts';
import type { Excerpt, Problem } from '../model/problem.ts';
import type { ReportFailure } from '../model/report.ts';
import type { Trouble } from '../model/run.ts';
import type { Failure, Mismatch, Reason } from '../model/trial.ts';

/** Replaces secrets in a text. */
export type Mask = (text: string) => string;

// What the owner reads with every secret masked. Each text is named, so that a new field is a decision, not a leak.

export const maskCandidate = ({ label, repo, tree, commit, merge }: Candidate, mask: Mask): Candidate => ({
  label: mask(label),
  repo: mask(repo),
  tree,
  ...(commit !== undefined && { commit }),
  ...(merge !== undefined && { merge }),
});

export const maskReason = (reason: Reason, mask: Mask): Reason => ({
  word: reason.word,
  ...(reason.detail !== undefined && { detail: mask(reason.detail) }),
});

export const maskTrouble = (trouble: Trouble, mask: Mask): Trouble => ({
  reason: maskReason(trouble.reason, mask),
  ...(trouble.log !== undefined && { log: mask(trouble.log) }),
  ...(trouble.excerpt !== undefined && { excerpt: maskExcerpt(trouble.excerpt, mask) }),
});

/** @param pathOf where a file is that a failure names; nothing for one that is not there any more. */
export const maskFailure = (
  failure: Failure,
  mask: Mask,
  pathOf: (name: string) => string | undefined,
): ReportFailure => ({
  step: mask(failure.step),
  mismatches: failure.mismatches.map((mismatch) => maskMismatch(mismatch, mask)),
  notes: failure.notes.map(mask),
  ...(failure.replay !== undefined && { replay: mask(failure.replay) }),
  ...(failure.log !== undefined && { log: mask(failure.log) }),
  ...(failure.page !== undefined && { page: mask(failure.page) }),
  ...(failure.attached !== undefined && {
    files: failure.attached.flatMap(({ what, name }) => {
      const path = pathOf(name);
      return path === undefined ? [] : [{ what, path }];
    }),
  }),
});

export const maskProblem = (problem: Problem, mask: Mask): Problem => ({
  code: problem.code,
  severity: problem.severity,
  message: mask(problem.message),
  ...(problem.excerpt !== undefined && { excerpt: maskExcerpt(problem.excerpt, mask) }),
  ...(problem.notes !== undefined && { notes: problem.notes.map(mask) }),
  ...(problem.fix !== undefined && { fix: mask(problem.fix) }),
});

const maskMismatch = (mismatch: Mismatch, mask: Mask): Mismatch => ({
  excerpt: maskExcerpt(mismatch.excerpt, mask),
  path: mask(mismatch.path),
  expected: mask(mismatch.expected),
  received: mask(mismatch.received),
  ...(mismatch.note !== undefined && { note: mask(mismatch.note) }),
});

const maskExcerpt = ({ at, firstLine, lines }: Excerpt, mask: Mask): Excerpt => ({
  at: { ...at, file: mask(at.file) },
  firstLine,
  lines: lines.map(mask),
});
