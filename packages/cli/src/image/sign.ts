import { constants, createPrivateKey, createSign, type KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { CommandError } from '../errors.ts';

async function readKey(path: string, passphrase: string | undefined): Promise<KeyObject> {
  try {
    const key = await readFile(path);
    return createPrivateKey(passphrase === undefined ? { key } : { key, passphrase });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const why = cause instanceof Error ? cause.message : String(cause);
    const isLocked = code === 'ERR_MISSING_PASSPHRASE' || /passphrase|interrupted or cancelled/i.test(why);
    const hint = isLocked ? ': it has a passphrase, which OSTK_SIGN_PASSPHRASE can give' : `: ${why}`;
    throw new CommandError(`the private key ${path} cannot be read${hint}`, { cause });
  }
}

/**
 * Signs a file as Glance and Nova verify it: RSA-PSS over SHA-256, with the longest salt.
 *
 * @returns the properties of an image that carry the signature.
 * @throws CommandError if the key cannot be read, or is no RSA key.
 */
export async function signFile(
  path: string,
  options: {
    readonly keyPath: string;
    readonly certificate: string;
    readonly passphrase?: string | undefined;
  },
): Promise<Readonly<Record<string, string>>> {
  const key = await readKey(options.keyPath, options.passphrase);
  if (key.asymmetricKeyType !== 'rsa') {
    throw new CommandError(`the private key ${options.keyPath} is no RSA key`);
  }
  const signer = createSign('RSA-SHA256');
  await pipeline(createReadStream(path), signer);
  const signature = signer.sign(
    { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_MAX_SIGN },
    'base64',
  );
  return {
    img_signature: signature,
    img_signature_certificate_uuid: options.certificate,
    img_signature_hash_method: 'SHA-256',
    img_signature_key_type: 'RSA-PSS',
  };
}
