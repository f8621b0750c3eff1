import { createHmac } from 'node:crypto';

/** Seconds one passcode stands for. */
const step = 30;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Bytes from base32 without padding. */
function decodeBase32(text: string): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const character of text.replace(/=+$/, '').toUpperCase()) {
    bits = ((bits << 5) | Math.max(alphabet.indexOf(character), 0)) & 0xfff;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes.push((bits >> count) & 0xff);
  }
  return Uint8Array.from(bytes);
}

/** The passcode of a key for one step of time (RFC 6238 with SHA-1 and six digits). */
function passcodeOf(key: string, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac('sha1', decodeBase32(key)).update(message).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

/** Whether a passcode is right now, or was in the step before. @param key in base32 @param now milliseconds since the epoch */
export function isPasscode(key: string, passcode: string, now: number): boolean {
  const counter = Math.floor(now / 1000 / step);
  return [counter, counter - 1].some((each) => passcodeOf(key, each) === passcode);
}
