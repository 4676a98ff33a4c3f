import { HttpError } from '../http.js';
import { verify } from './jwt.js';

/** Returns the user that the request's bearer token belongs to, or answers 401. */
export function authenticate(req, users, secret) {
  const [scheme, token] = (req.headers.authorization ?? '').split(' ');
  if (scheme.toLowerCase() !== 'bearer' || !token) throw new HttpError(401, 'Authentication required.');

  const claims = verify(token, secret);
  const user = claims && users.findById(claims.sub);
  if (!user) throw new HttpError(401, 'Invalid or expired token.');
  return user;
}
