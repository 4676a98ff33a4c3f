/** Blocks log-in for an email after `max` consecutive failures, for `lockSeconds`. */
export function createLoginGuard({ max, lockSeconds }) {
  const failures = new Map();

  return {
    isBlocked(email) {
      const record = failures.get(email);
      if (!record || record.count < max) return false;
      if (Date.now() - record.last < lockSeconds * 1000) return true;
      failures.delete(email);
      return false;
    },
    recordFailure(email) {
      failures.set(email, { count: (failures.get(email)?.count ?? 0) + 1, last: Date.now() });
    },
    reset: (email) => failures.delete(email),
  };
}
