import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { run } from './clients.mjs';
import { namespaceForm } from './commands.mjs';
import { normalize } from './normalize.mjs';

/** A key that nobody has the other half of. */
const publicKey =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHB4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4 somebody\n';

/** Gives a group of commands to one cloud, and gives what each has answered, ids and times aside. */
export async function answersOf(commands, { authUrl, name, webUrl, knows, onAnswer }) {
  const folder = await mkdtemp(join(tmpdir(), 'ostk-python-'));
  const [admin, demo, alt] = await Promise.all(['admin', 'demo', 'alt'].map((user) => login(authUrl, user)));
  const file = (leaf) => join(folder, leaf);
  const values = {
    run: name,
    file: file('data'),
    out: file('out'),
    namespaceFile: file('namespace.json'),
    key: file('key.pub'),
    web: webUrl,
    alt: alt.projectId,
  };
  const names = new Map([
    [folder, 'folder'],
    [name, 'run'],
    [admin.imageUrl, 'image service'],
    [authUrl, 'identity service'],
    ...['compute'].flatMap((type) => (admin.urlOf(type) ? [[admin.urlOf(type), `${type} service`]] : [])),
    [admin.projectId, "admin's project"],
    [demo.projectId, "demo's project"],
    [alt.projectId, "alt's project"],
  ]);
  try {
    await writeFile(values.file, 'what is in the image');
    await writeFile(values.key, publicKey);
    await writeFile(values.namespaceFile, JSON.stringify(namespaceForm(name)));
    const answers = [];
    for (const command of commands) {
      if (!knows(command) || (command.service !== undefined && admin.urlOf(command.service) === undefined)) {
        answers.push(undefined);
        continue;
      }
      if (command.settle !== undefined) await settled(admin, values[command.settle]);
      if (command.idle !== undefined) await idle(admin, values[command.idle]);
      const args = command.args.map((arg) => fill(arg, values));
      const { code, stdout, stderr } = await run(command.client, args, {
        ...environment(authUrl, command.as ?? 'demo'),
        ...(command.microversion === undefined ? {} : { OS_COMPUTE_API_VERSION: command.microversion }),
        HOME: folder,
      });
      if (command.keep !== undefined) {
        const id = idIn(stdout) ?? 'none';
        values[command.keep] = id;
        if (id !== 'none') names.set(id, command.keep);
      }
      const own = typeof command.rows === 'string' ? (values[command.rows] ?? command.rows) : name;
      const shown = command.rows === undefined ? stdout : rowsOf(stdout, own);
      const said = command.racing === true ? '' : `${shown}\n${stderr}\n`;
      answers.push(normalize(`${said}exit code ${code}`, names));
      onAnswer();
    }
    return answers;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function fill(arg, values) {
  return arg.replaceAll(/\{([a-zA-Z]+)\}/g, (whole, key) => values[key] ?? whole);
}

/** Variables as an operator sets them; what the caller's own environment says of clouds is gone. */
function environment(authUrl, user) {
  const unset = Object.keys(process.env).filter((key) => key.startsWith('OS_'));
  return {
    ...Object.fromEntries(unset.map((key) => [key, undefined])),
    OS_AUTH_URL: authUrl,
    OS_USERNAME: user,
    OS_PASSWORD: 'secret',
    OS_PROJECT_NAME: user,
    OS_USER_DOMAIN_NAME: 'Default',
    OS_PROJECT_DOMAIN_NAME: 'Default',
    OS_REGION_NAME: 'RegionOne',
    OS_IDENTITY_API_VERSION: '3',
    OS_IMAGE_API_VERSION: '2',
  };
}

function idIn(output) {
  return /"?\bid"?\s*[|:]\s*"?([0-9a-f]{8}-[0-9a-f-]{27})/.exec(output)?.[1];
}

/** The rows of a table, or the items of a JSON list, that belong to this run. */
function rowsOf(output, own) {
  try {
    const items = JSON.parse(output);
    if (Array.isArray(items))
      return JSON.stringify(items.filter((item) => JSON.stringify(item).includes(own)));
  } catch {
    // Not JSON: a table, then.
  }
  return output
    .split('\n')
    .filter((line) => line.includes(own))
    .join('\n');
}

async function login(authUrl, user) {
  const domain = { id: 'default' };
  const body = {
    auth: {
      identity: { methods: ['password'], password: { user: { name: user, password: 'secret', domain } } },
      scope: { project: { name: user, domain } },
    },
  };
  const answer = await fetch(`${authUrl}/auth/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.status !== 201) throw new Error(`${user} cannot log in at ${authUrl}: ${answer.status}`);
  const { token } = await answer.json();
  const urlOf = (service) =>
    token.catalog
      .find(({ type }) => type === service)
      ?.endpoints.find((endpoint) => endpoint.interface === 'public')?.url;
  return {
    token: answer.headers.get('x-subject-token'),
    projectId: token.project.id,
    imageUrl: urlOf('image'),
    urlOf,
  };
}

/** Waits until nothing is done with a server any more. */
async function idle({ token, urlOf }, id) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await fetch(`${urlOf('compute')}/servers/${id}`, { headers: { 'X-Auth-Token': token } });
    if (answer.status !== 200) return;
    if ((await answer.json()).server['OS-EXT-STS:task_state'] === null) return;
    if (Date.now() > deadline) throw new Error(`server ${id} is still busy`);
    await delay(100);
  }
}

/** Waits until nothing imports an image any more. */
async function settled({ token, imageUrl }, id) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await fetch(`${imageUrl}/v2/images/${id}`, { headers: { 'X-Auth-Token': token } });
    if (answer.status !== 200) return;
    if ((await answer.json()).os_glance_import_task === undefined) return;
    if (Date.now() > deadline) throw new Error(`image ${id} is still being imported`);
    await delay(50);
  }
}
