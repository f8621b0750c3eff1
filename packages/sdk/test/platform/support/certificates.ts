import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Paths of PEM files. */
export interface Certificates extends AsyncDisposable {
  readonly folder: string;
  /** The authority that signed the others. */
  readonly ca: string;
  /** For `127.0.0.1` and `localhost`. */
  readonly server: string;
  readonly serverKey: string;
  /** For a host with another name. */
  readonly other: string;
  readonly otherKey: string;
  readonly client: string;
  readonly clientKey: string;
  /** Client certificate and key in one file. */
  readonly clientBoth: string;
  /** An authority that signed nothing. */
  readonly stranger: string;
}

/** Makes an authority and certificates with `openssl`, in a folder that is removed with the object. */
export async function makeCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'ostk-test-'));
  const at = (name: string): string => join(folder, name);
  const openssl = async (...args: readonly string[]): Promise<void> => {
    await run('openssl', args, { cwd: folder });
  };
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const authority = (name: string): Promise<void> =>
    openssl(
      'req',
      '-x509',
      ...curve,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-subj',
      `/CN=${name}`,
      '-days',
      '2',
    );
  const signed = async (name: string, extension: string): Promise<void> => {
    await openssl('req', ...curve, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    await writeFile(at(`${name}.ext`), extension);
    const by = [
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-extfile',
      `${name}.ext`,
      '-days',
      '2',
    ];
    await openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, ...by);
  };
  await authority('ca');
  await authority('stranger');
  await signed('server', 'subjectAltName=IP:127.0.0.1,DNS:localhost');
  await signed('other', 'subjectAltName=DNS:glance.example');
  await signed('client', 'extendedKeyUsage=clientAuth');
  await writeFile(
    at('both.pem'),
    (await readFile(at('client.pem'), 'utf8')) + (await readFile(at('client.key'), 'utf8')),
  );
  return {
    folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    ca: at('ca.pem'),
    server: at('server.pem'),
    serverKey: at('server.key'),
    other: at('other.pem'),
    otherKey: at('other.key'),
    client: at('client.pem'),
    clientKey: at('client.key'),
    clientBoth: at('both.pem'),
    stranger: at('stranger.pem'),
  };
}

/** The certificate and the key of the server, as a server takes them. */
export async function serverPair({
  server,
  serverKey,
}: Certificates): Promise<{ readonly cert: Buffer; readonly key: Buffer }> {
  return { cert: await readFile(server), key: await readFile(serverKey) };
}
