// Ed25519 by the arithmetic of RFC 8032, section 5.1; WebCrypto is used where it has it.

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

function mod(a) {
  const r = a % P;
  return r < 0n ? r + P : r;
}

function power(base, exponent) {
  let result = 1n;
  let b = mod(base);
  for (let e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) result = (result * b) % P;
    b = (b * b) % P;
  }
  return result;
}

const CURVE_D = mod(-121665n * power(121666n, P - 2n));
const ROOT_OF_MINUS_1 = power(2n, (P - 1n) / 4n);

function littleEndian(bytes) {
  let n = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) n = (n << 8n) | BigInt(bytes[i]);
  return n;
}

// A point (x, y, z, t), or null if the 32 bytes are none.
function decodePoint(bytes) {
  const all = littleEndian(bytes);
  const sign = all >> 255n;
  const y = all & (2n ** 255n - 1n);
  if (bytes.length !== 32 || y >= P) return null;
  const u = mod(y * y - 1n);
  const v = mod(CURVE_D * y * y + 1n);
  let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n));
  if (mod(v * x * x + u) === 0n) x = mod(x * ROOT_OF_MINUS_1);
  if (mod(v * x * x - u) !== 0n || (x === 0n && sign === 1n)) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

function addPoints(p, q) {
  const a = mod((p[1] - p[0]) * (q[1] - q[0]));
  const b = mod((p[1] + p[0]) * (q[1] + q[0]));
  const c = mod(2n * p[3] * q[3] * CURVE_D);
  const d = mod(2n * p[2] * q[2]);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function timesPoint(s, p) {
  let q = [0n, 1n, 1n, 0n];
  let r = p;
  for (let n = s; n > 0n; n >>= 1n) {
    if (n & 1n) q = addPoints(q, r);
    r = addPoints(r, r);
  }
  return q;
}

const BASE_BYTES = new Uint8Array(32).fill(0x66);
BASE_BYTES[0] = 0x58;
const BASE = decodePoint(BASE_BYTES);

// S < L, without cofactor, R compared as bytes.
async function ed25519ByHand(key, message, signature) {
  const a = decodePoint(key);
  if (!a || signature.length !== 64) return false;
  const s = littleEndian(signature.subarray(32));
  if (s >= L) return false;
  const r = signature.subarray(0, 32);
  const h = littleEndian(await sha512(join(r, key, message))) % L;
  const minusA = [mod(-a[0]), a[1], 1n, mod(-a[3])];
  const [x, y, z] = addPoints(timesPoint(s, BASE), timesPoint(h, minusA));
  const inverse = power(z, P - 2n);
  let n = mod(y * inverse) | ((mod(x * inverse) & 1n) << 255n);
  for (const byte of r) {
    if (Number(n & 255n) !== byte) return false;
    n >>= 8n;
  }
  return true;
}

const ed25519Settings = { byHand: false };

// The arithmetic above decides wherever WebCrypto lacks Ed25519, and everywhere what a key may be:
// engines differ on a key whose x is 0 and whose sign is 1.
async function ed25519(key, message, signature) {
  if (!decodePoint(key)) return false;
  if (!ed25519Settings.byHand) {
    let imported = null;
    try {
      imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    } catch {
      ed25519Settings.byHand = true;
    }
    if (imported) return crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message);
  }
  return ed25519ByHand(key, message, signature);
}
