import { createHash, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

/** A key a user has left with Nova: it is hers, not her project's. */
export interface Keypair {
  readonly id: number;
  readonly name: string;
  readonly userId: string;
  readonly type: 'ssh' | 'x509';
  readonly publicKey: string;
  /** MD5 of the key, in pairs. */
  readonly fingerprint: string;
  /** Microseconds since the epoch. */
  readonly createdAt: number;
}

/** The fingerprint of an SSH public key. @returns undefined for what is none */
export function fingerprintOf(publicKey: string): string | undefined {
  const [type = '', encoded = ''] = publicKey.trim().split(/\s+/);
  const data = Buffer.from(encoded, 'base64');
  const length = data.length >= 4 ? data.readUInt32BE(0) : 0;
  if (type === '' || data.toString('latin1', 4, 4 + length) !== type) return undefined;
  return (createHash('md5').update(data).digest('hex').match(/../g) ?? []).join(':');
}

/** Makes a key as Nova did before microversion 2.92. */
export async function generateKey(): Promise<{ readonly privateKey: string; readonly publicKey: string }> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const { e = '', n = '' } = publicKey.export({ format: 'jwk' });
  const parts = ['ssh-rsa', Buffer.from(e, 'base64url'), Buffer.from(n, 'base64url')].map(sshPart);
  return {
    privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    publicKey: `ssh-rsa ${Buffer.concat(parts).toString('base64')} Generated-by-Nova`,
  };
}

/** A text, or a number that must not look negative, with its length before it. */
function sshPart(part: string | Buffer): Buffer {
  const bytes = Buffer.from(part);
  const positive =
    typeof part !== 'string' && (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(positive.length);
  return Buffer.concat([length, positive]);
}
