// `npm run bench`: see README.md beside this file.
import { arch, cpus, totalmem, type } from 'node:os';
import { parseArgs } from 'node:util';
import { startDevCloud } from '@ostk/devcloud';
import { connect } from '@ostk/sdk';
import { pythonWithSdk, sources, versionOf } from './contender.ts';
import { print, type Row, save } from './report.ts';
import { commandLine } from './scenarios/cli.ts';
import { listing } from './scenarios/listing.ts';
import { startUp } from './scenarios/start-up.ts';
import { download, upload, type TransferBench } from './scenarios/transfers.ts';
import { startNginx } from './servers/nginx.ts';
import { type CloudAccess, makeWorkspace, writeCloud, writeRandomFile, type Workspace } from './workspace.ts';

const gibibyte = 1024 ** 3;

const { values } = parseArgs({
  options: {
    size: { type: 'string', multiple: true, default: ['2'] },
    rounds: { type: 'string', default: '5' },
    folder: { type: 'string', default: '/var/tmp' },
    glance: { type: 'string' },
    only: { type: 'string', multiple: true },
    output: { type: 'string', default: `${sources}results.json` },
  },
});
const rounds = Number(values.rounds);

function wanted(scenario: string): boolean {
  return values.only === undefined || values.only.includes(scenario);
}

async function uploaded(access: CloudAccess, file: string): Promise<string> {
  await using conn = await connect({
    cloud: access.name,
    configFile: access.environment['OS_CLIENT_CONFIG_FILE'],
  });
  const image = await conn.image.uploadImage({
    name: 'bench',
    data: file,
    diskFormat: 'raw',
    containerFormat: 'bare',
  });
  return image.id;
}

async function removed(access: CloudAccess, id: string): Promise<void> {
  await using conn = await connect({
    cloud: access.name,
    configFile: access.environment['OS_CLIENT_CONFIG_FILE'],
  });
  await conn.image.deleteImage(id);
}

/** The clients alone: nginx sends the data, faster than any Glance. */
async function rawSpeed(
  title: string,
  workspace: Workspace,
  file: string,
  size: number,
): Promise<readonly Row[]> {
  if ((await versionOf('nginx', '-v')) === undefined) {
    process.stderr.write('skipped: nginx is not installed\n');
    return [];
  }
  await using cloud = await startDevCloud();
  const access = await writeCloud(workspace, 'devcloud', cloud.authUrl, undefined);
  const imageId = await uploaded(access, file);
  await using nginx = await startNginx(
    workspace.file('nginx'),
    18_390,
    file,
    imageId,
    new URL(cloud.authUrl).origin,
  );
  const fronted = await writeCloud(workspace, 'nginx', cloud.authUrl, `${nginx.url}/image/v2`);
  const bench: TransferBench = { workspace, access: fronted, file, size, rounds, withPython: false };
  // Awaited here, since leaving the function stops both servers.
  return await download(`${title}, nginx`, bench, imageId);
}

async function onCloud(
  title: string,
  workspace: Workspace,
  access: CloudAccess,
  file: string,
  size: number,
  withPython: boolean,
): Promise<readonly Row[]> {
  const bench: TransferBench = { workspace, access, file, size, rounds, withPython };
  const imageId = await uploaded(access, file);
  try {
    return [
      ...(await download(`download ${title}`, bench, imageId)),
      ...(await upload(`upload ${title}`, bench)),
    ];
  } finally {
    await removed(access, imageId);
  }
}

async function transfers(workspace: Workspace, gibibytes: number): Promise<readonly Row[]> {
  const size = gibibytes * gibibyte;
  const file = workspace.file('source');
  const rows: Row[] = [];
  await writeRandomFile(file, size);
  const title = `${gibibytes} GiB`;
  if (wanted('nginx')) rows.push(...(await rawSpeed(`download ${title}`, workspace, file, size)));
  if (wanted('devcloud')) {
    await using cloud = await startDevCloud();
    const access = await writeCloud(workspace, 'devcloud', cloud.authUrl, undefined);
    rows.push(...(await onCloud(`${title}, devcloud`, workspace, access, file, size, false)));
  }
  if (wanted('glance') && values.glance !== undefined) {
    const configFile = process.env['OS_CLIENT_CONFIG_FILE'];
    const environment = {
      OS_CLOUD: values.glance,
      ...(configFile !== undefined && { OS_CLIENT_CONFIG_FILE: configFile }),
    };
    const access = { name: values.glance, environment };
    rows.push(...(await onCloud(`${title}, Glance`, workspace, access, file, size, true)));
  }
  return rows;
}

async function commandLineOnDevcloud(): Promise<readonly Row[]> {
  await using cloud = await startDevCloud();
  return await commandLine(await writeCloud(workspace, 'devcloud', cloud.authUrl, undefined), rounds);
}

await using workspace = await makeWorkspace(values.folder);
const rows: Row[] = [];
if (wanted('start-up')) rows.push(...(await startUp(Math.max(rounds, 9))));
if (wanted('listing')) {
  await using cloud = await startDevCloud();
  rows.push(...(await listing(await writeCloud(workspace, 'devcloud', cloud.authUrl, undefined), rounds)));
}
if (wanted('cli')) rows.push(...(await commandLineOnDevcloud()));
for (const size of values.size) rows.push(...(await transfers(workspace, Number(size))));

const [cpu] = cpus();
const about = {
  date: new Date().toISOString().slice(0, 10),
  machine: `${cpus().length} × ${cpu?.model ?? arch()}, ${Math.round(totalmem() / gibibyte)} GiB, ${type()}`,
  rounds,
  versions: {
    node: process.version,
    curl: await versionOf('curl'),
    nginx: await versionOf('nginx', '-v'),
    openstack: await versionOf('openstack'),
    openstacksdk: await versionOf(
      (await pythonWithSdk()) ?? 'python3',
      '-c',
      'import openstack.version; print(openstack.version.__version__)',
    ),
    glance: await versionOf('glance'),
  },
};
print(rows);
await save(values.output, about, rows);
