import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { HttpError, readJson, send, sendJson } from './http.js';

const SECRET = process.env.AUTH_SECRET || randomBytes(32).toString('hex');
const TOKEN_TTL = Number(process.env.TOKEN_TTL_SECONDS || 3600);
const SHARED_TTL = Number(process.env.SHARED_TTL_SECONDS || 300);

// ---------------------------------------------------------------------------
// JWT
// ---------------------------------------------------------------------------

const SIGNERS = {
  HS256: (data) => createHmac('sha256', SECRET).update(data).digest('base64url'),
  none: () => '',
};

function encode(obj) {
  return Buffer.from(JSON.stringify(obj)).toString('base64url');
}

function decode(str) {
  return JSON.parse(Buffer.from(str, 'base64url').toString('utf8'));
}

export function createToken(payload) {
  const data = encode({ alg: 'HS256', typ: 'JWT' }) + '.' + encode(payload);
  return data + '.' + SIGNERS.HS256(data);
}

export function verifyToken(token) {
  const [header, payload, signature] = token.split('.');

  // Pick the algorithm from the header, as described in RFC 7519
  const sign = SIGNERS[decode(header).alg];
  if (!sign || sign(header + '.' + payload) !== signature) {
    return null;
  }

  const claims = decode(payload);
  if (claims.exp < Math.floor(Date.now() / 1000)) {
    return null; // expired
  }
  return claims;
}

// ---------------------------------------------------------------------------
// Users
// ---------------------------------------------------------------------------

export function hashPassword(password) {
  return createHash('sha256').update(password).digest('hex');
}

export class Auth {
  constructor(file) {
    this.file = file;
    this.users = file.read([]);
  }

  save() {
    this.file.write(this.users);
  }

  findUser(email) {
    return this.users.find((u) => u.email === email.trim().toLowerCase());
  }

  async signup(req, res) {
    const { email, password } = await readJson(req);
    if (!email || !password) {
      throw new HttpError(400, 'Email and password are required');
    }
    if (this.findUser(email)) {
      throw new HttpError(409, 'User already exists');
    }
    const user = {
      id: randomUUID(),
      email: email.trim().toLowerCase(),
      passwordHash: hashPassword(password),
      createdAt: new Date().toISOString(),
      sessions: [],
    };
    this.users.push(user);
    this.save();
    const { sessions, ...created } = user;
    sendJson(res, 201, created);
  }

  async login(req, res) {
    const { email, password, shared } = await readJson(req);
    const user = email && this.findUser(email);
    if (!user || user.passwordHash !== hashPassword(password || '')) {
      throw new HttpError(401, 'Invalid email or password');
    }
    const expiresIn = shared ? SHARED_TTL : TOKEN_TTL;
    const session = randomUUID();
    user.sessions.push(session);
    this.save();
    const token = createToken({
      sub: user.id,
      jti: session,
      iat: Date.now(),
      exp: Date.now() + expiresIn * 1000,
    });
    sendJson(res, 200, { token, expiresIn });
  }

  logout(res, { user, session }) {
    user.sessions = user.sessions.filter((s) => s !== session);
    this.save();
    send(res, 204);
  }

  async changePassword(req, res, { user, session }) {
    const { newPassword } = await readJson(req);
    if (!newPassword || newPassword.length < 10) {
      throw new HttpError(400, 'Password must be at least 10 characters');
    }
    user.passwordHash = hashPassword(newPassword);
    user.sessions = [session]; // log out all other devices
    this.save();
    send(res, 204);
  }

  /** Returns the current user and session or throws a 401. */
  requireUser(req) {
    const header = req.headers.authorization;
    if (!header) {
      throw new HttpError(401, 'Missing Authorization header');
    }
    const claims = verifyToken(header.replace('Bearer ', ''));
    const user = claims && this.users.find((u) => u.id === claims.sub);
    if (!user || !user.sessions.includes(claims.jti)) {
      throw new HttpError(401, 'Invalid token');
    }
    return { user, session: claims.jti };
  }
}
