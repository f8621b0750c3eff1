import { rm } from 'node:fs/promises';
import { connect, type Connection } from '@ostk/sdk';
import { compiled, type Contender, pythonWithSdk, race, sources, versionOf } from '../contender.ts';
import { type Row, row } from '../report.ts';
import type { CloudAccess, Workspace } from '../workspace.ts';

const mebibyte = 1024 * 1024;

/** What a transfer is measured with. */
export interface TransferBench {
  readonly workspace: Workspace;
  readonly access: CloudAccess;
  /** The local file that is uploaded, and that the image was made of. */
  readonly file: string;
  readonly size: number;
  readonly rounds: number;
  /** Whether the Python clients take part: they do not where only the raw speed of clients is looked at. */
  readonly withPython: boolean;
}

async function available(
  contenders: readonly (Contender & { readonly needs?: string })[],
): Promise<readonly Contender[]> {
  const present: Contender[] = [];
  for (const contender of contenders) {
    const { needs } = contender;
    const missing = needs !== undefined && (await versionOf(needs)) === undefined;
    if (missing) process.stderr.write(`  skipped: ${contender.name} (${needs} is not installed)\n`);
    else present.push(contender);
  }
  return present;
}

/** For clients that read no clouds.yaml. */
function variablesOf({ config }: Connection): Readonly<Record<string, string>> {
  const { auth } = config;
  return {
    OS_AUTH_URL: auth.authUrl ?? '',
    OS_USERNAME: auth.username ?? '',
    OS_PASSWORD: auth.password?.reveal() ?? '',
    OS_PROJECT_NAME: auth.projectName ?? '',
    OS_USER_DOMAIN_NAME: auth.userDomainName ?? 'Default',
    OS_PROJECT_DOMAIN_NAME: auth.projectDomainName ?? 'Default',
    OS_IDENTITY_API_VERSION: '3',
  };
}

async function openstackSdk(
  prepare: () => Promise<void>,
  ...args: readonly string[]
): Promise<readonly Contender[]> {
  const python = await pythonWithSdk();
  if (python !== undefined) {
    return [
      { name: 'openstacksdk', command: [python, `${sources}clients/openstacksdk.py`, ...args], prepare },
    ];
  }
  process.stderr.write('  skipped: openstacksdk (not installed)\n');
  return [];
}

async function compare(
  title: string,
  bench: TransferBench,
  contenders: readonly Contender[],
): Promise<readonly Row[]> {
  process.stderr.write(`${title}\n`);
  const costs = await race(contenders, bench.rounds, bench.access.environment);
  const ours = costs.get('ostk');
  if (ours === undefined) throw new Error('the race was run without us');
  const rows: Row[] = [];
  for (const [name, cost] of costs) {
    if (name === 'ostk') continue;
    rows.push(row(`${title}: ${name}: wall`, ours.wall, cost.wall, 's'));
    rows.push(row(`${title}: ${name}: cpu`, ours.cpu, cost.cpu, 's'));
    rows.push(row(`${title}: ${name}: peak memory`, ours.rss / mebibyte, cost.rss / mebibyte, 'MiB'));
  }
  return rows;
}

/** Every client downloads the same image to a file. */
export async function download(
  title: string,
  bench: TransferBench,
  imageId: string,
): Promise<readonly Row[]> {
  const { workspace, access } = bench;
  await using conn = await connect({
    cloud: access.name,
    configFile: access.environment['OS_CLIENT_CONFIG_FILE'],
  });
  const root = await conn.session.endpoint('image');
  const { id: token } = await conn.session.token();
  const output = workspace.file('downloaded');
  const prepare = (): Promise<void> => rm(output, { force: true });
  const curl = [
    'curl',
    '-sfS',
    '-H',
    `X-Auth-Token: ${token.reveal()}`,
    '-o',
    output,
    `${root}/images/${imageId}/file`,
  ];
  const quoted = curl.map((word) => `'${word}'`).join(' ');
  const contenders: (Contender & { readonly needs?: string })[] = [
    { name: 'ostk', command: [process.execPath, compiled('ostk'), 'download', imageId, output], prepare },
    { name: 'curl', command: curl, prepare, needs: 'curl' },
    {
      name: 'curl, then sha512sum',
      command: ['sh', '-c', `${quoted} && sha512sum '${output}'`],
      prepare,
      needs: 'curl',
    },
    // What a digest alone costs: it runs on one core, byte after byte.
    { name: 'sha512sum of the file, no download', command: ['sha512sum', bench.file], prepare },
  ];
  if (bench.withPython) {
    contenders.push(...(await openstackSdk(prepare, 'download', imageId, output)));
    const save = ['openstack', 'image', 'save', '--file', output, imageId];
    contenders.push({ name: 'openstack image save', command: save, prepare, needs: 'openstack' });
    const help = await versionOf('openstack', 'help', 'image', 'save');
    if (help?.includes('--chunk-size') === true) {
      const command = [...save, '--chunk-size', '1048576'];
      contenders.push({
        name: 'openstack image save --chunk-size 1048576',
        command,
        prepare,
        needs: 'openstack',
      });
    }
    const command = ['glance', 'image-download', '--file', output, imageId];
    contenders.push({
      name: 'glance image-download',
      command,
      prepare,
      needs: 'glance',
      environment: variablesOf(conn),
    });
  }
  return await compare(title, bench, await available(contenders));
}

/** Every client uploads the same file as a new image. */
export async function upload(title: string, bench: TransferBench): Promise<readonly Row[]> {
  const { access, file } = bench;
  await using conn = await connect({
    cloud: access.name,
    configFile: access.environment['OS_CLIENT_CONFIG_FILE'],
  });
  const root = await conn.session.endpoint('image');
  const { id: token } = await conn.session.token();
  const name = 'bench-upload';
  const prepare = async (): Promise<void> => {
    for await (const image of conn.image.images({ name })) await conn.image.deleteImage(image);
  };
  const header = `X-Auth-Token: ${token.reveal()}`;
  const create = `curl -sfS -H '${header}' -H 'Content-Type: application/json' -d '{"name":"${name}","disk_format":"raw","container_format":"bare"}' '${root}/images'`;
  const put = `curl -sfS -H '${header}' -H 'Content-Type: application/octet-stream' -T '${file}' "${root}/images/$id/file"`;
  const curl = `id=$(${create} | sed -E 's/.*"id": ?"([^"]+)".*/\\1/') && ${put}`;
  const contenders: (Contender & { readonly needs?: string })[] = [
    { name: 'ostk', command: [process.execPath, compiled('ostk'), 'upload', name, file], prepare },
    { name: 'curl -T', command: ['sh', '-c', curl], prepare, needs: 'curl' },
  ];
  if (bench.withPython) {
    contenders.push(...(await openstackSdk(prepare, 'upload', name, file)));
    const create = ['openstack', 'image', 'create', '--disk-format', 'raw', '--file', file, name];
    contenders.push({ name: 'openstack image create', command: create, prepare, needs: 'openstack' });
  }
  try {
    return await compare(title, bench, await available(contenders));
  } finally {
    await prepare();
  }
}
