"use strict";
// Refusals, canonical JSON, base64, hashes. Written from docs/archive-format.md, section 1.

class Refused extends Error {
  constructor(step, why) {
    super(why);
    this.step = step;
    this.why = why;
  }
}

class Misuse extends Error {}

function need(isTrue, step, why) {
  if (!isTrue) throw new Refused(step, why);
}

const utf8 = new TextEncoder();

function fromUtf8(bytes, step, what) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refused(step, `${what} is not UTF-8`);
  }
}

function join(...parts) {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}

function same(a, b) {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

function latin1(bytes) {
  let out = "";
  for (const b of bytes) out += String.fromCharCode(b);
  return out;
}

function hex(bytes) {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

function toB64(bytes) {
  return btoa(latin1(bytes));
}

function toB64url(bytes) {
  return toB64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

// Bytes of canonical base64 with padding: decoding and encoding again gives the same string.
function b64(text, step, what, length = null) {
  const formed = typeof text === "string" && /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0;
  need(formed, step, `${what} is not base64`);
  let data;
  try {
    data = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  } catch {
    throw new Refused(step, `${what} is not base64`);
  }
  need(toB64(data) === text, step, `${what} is not canonical base64`);
  need(length === null || data.length === length, step, `${what} has not ${length} bytes`);
  return data;
}

function b64url(text, step, what, length = null) {
  need(typeof text === "string" && /^[A-Za-z0-9_-]*$/.test(text), step, `${what}: base64url`);
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  return b64(plain + "=".repeat((4 - (plain.length % 4)) % 4), step, what, length);
}

function isB64url(text, length) {
  try {
    b64url(text, "", "", length);
    return true;
  } catch {
    return false;
  }
}

// No numbers, no lone surrogates, anywhere in a parsed value.
function wellFormed(value) {
  if (typeof value === "string") return !/\p{Surrogate}/u.test(value);
  if (typeof value === "number") return false;
  if (Array.isArray(value)) return value.every(wellFormed);
  if (value && typeof value === "object")
    return Object.entries(value).every(([k, v]) => wellFormed(k) && wellFormed(v));
  return true;
}

// The value of canonical JSON: written again it must be the same text, which excludes
// doubled keys, other escapes and white space.
function parse(bytes, step, what) {
  const text = fromUtf8(bytes, step, what);
  let value, again;
  try {
    value = JSON.parse(text);
    again = wellFormed(value) ? JSON.stringify(value) : null;
  } catch (e) {
    throw new Refused(step, `${what} is not JSON as required: ${e.message}`);
  }
  need(again === text, step, `${what} is not canonical JSON`);
  return value;
}

function isText(v) {
  return typeof v === "string";
}

function isList(v) {
  return Array.isArray(v);
}

function isObject(v, keys) {
  if (!v || typeof v !== "object" || isList(v)) return false;
  const own = Object.keys(v);
  return own.length === keys.length && own.every((k, i) => k === keys[i]);
}

function decimal(text, step, what) {
  need(isText(text) && /^(0|[1-9][0-9]{0,15})$/.test(text), step, `${what}: number`);
  return BigInt(text);
}

async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

async function sha512(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-512", bytes));
}

const LEAF_PREFIX = Uint8Array.of(0);
const NODE_PREFIX = Uint8Array.of(1);
