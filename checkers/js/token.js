// Step 5: time stamps (RFC 3161). The imprint is checked; the CMS signature is not checked here.

const SIGNED_DATA = "2a864886f70d010702";
const TST_INFO = "2a864886f70d0109100104";
const SHA256_OID = "608648016503040201";

// The elements of a run of DER.
function der(data) {
  const s = "time";
  const found = [];
  let at = 0;
  while (at < data.length) {
    need(at + 2 <= data.length && (data[at] & 31) !== 31, s, "a token is not DER");
    const tag = data[at];
    let length = data[at + 1];
    at += 2;
    if (length & 128) {
      const n = length & 127;
      need(n >= 1 && n <= 3 && at + n <= data.length, s, "a token is not DER");
      length = 0;
      for (let i = 0; i < n; i++) length = length * 256 + data[at + i];
      need(length >= 128 && length >= 2 ** (8 * (n - 1)), s, "a token is not DER");
      at += n;
    }
    need(at + length <= data.length, s, "a token ends too early");
    found.push({ tag, body: data.subarray(at, at + length) });
    at += length;
  }
  return found;
}

function inside(elements, at, tag) {
  need(at < elements.length && elements[at].tag === tag, "time", "a token is no time stamp");
  return elements[at].body;
}

async function tokenTime(token, stamped) {
  const s = "time";
  const outer = der(token);
  need(outer.length === 1, s, "a token is followed by something");
  const content = der(inside(outer, 0, 0x30));
  need(hex(inside(content, 0, 6)) === SIGNED_DATA, s, "a token is not signed data");
  const signed = der(inside(der(inside(content, 1, 0xa0)), 0, 0x30));
  const encap = der(inside(signed, 2, 0x30));
  need(hex(inside(encap, 0, 6)) === TST_INFO, s, "a token holds no time stamp");
  const octets = inside(der(inside(encap, 1, 0xa0)), 0, 4);
  const info = der(inside(der(octets), 0, 0x30));
  const imprint = der(inside(info, 2, 0x30));
  const algorithm = inside(der(inside(imprint, 0, 0x30)), 0, 6);
  need(hex(algorithm) === SHA256_OID, s, "a token's imprint is not SHA-256");
  need(same(inside(imprint, 1, 4), await sha256(stamped)), s, "a token stamps something else");
  const when = latin1(inside(info, 4, 0x18));
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(when);
  need(match, s, "a token's time cannot be read");
  const [, y, mo, d, h, mi, sec, rest] = match;
  return `${y}-${mo}-${d}T${h}:${mi}:${sec}${rest || ""}Z`;
}
