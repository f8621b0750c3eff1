#!/usr/bin/env node
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { startDevCloud } from './devcloud.ts';
import type { DevCloud } from './devcloud.ts';
import type { Fault } from './faults/fault.ts';
import { parseFault } from './faults/parse-fault.ts';
import { parseJson } from './python/json.ts';
import type { DevCloudOptions } from './options.ts';
import { isRelease } from './releases/index.ts';

const usage = `Usage: ostk-devcloud [--release zed|epoxy] [--host ADDRESS] [--port PORT]
                     [--write-clouds-yaml FILE] [--fault JSON]...
                     [--metadefs PATH]... [--allow-download HOST[:PORT]]...

Runs an OpenStack cloud (Keystone v3, Glance v2, Nova v2.1) until it is interrupted.`;

/** Reads the command line. @throws TypeError with one clear line */
function readArguments():
  | { readonly options: DevCloudOptions; readonly file: string | undefined }
  | undefined {
  const { values } = parseArgs({
    options: {
      release: { type: 'string' },
      host: { type: 'string' },
      port: { type: 'string' },
      'write-clouds-yaml': { type: 'string' },
      fault: { type: 'string', multiple: true },
      metadefs: { type: 'string', multiple: true },
      'allow-download': { type: 'string', multiple: true },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return undefined;
  const { release, host, port } = values;
  if (release !== undefined && !isRelease(release)) {
    throw new TypeError(`There is no release "${release}"`);
  }
  return {
    options: {
      ...(release === undefined ? {} : { release }),
      ...(host === undefined ? {} : { host }),
      ...(port === undefined ? {} : { port: Number(port) }),
      faults: (values.fault ?? []).map(readFault),
      metadefs: values.metadefs ?? [],
      webDownload: { allow: values['allow-download'] ?? [] },
    },
    file: values['write-clouds-yaml'],
  };
}

function readFault(text: string): Fault {
  const data = parseJson(text);
  if (data === undefined) throw new TypeError(`--fault is not JSON: ${text}`);
  return parseFault(data);
}

function announce(cloud: DevCloud): void {
  const exports = {
    OS_AUTH_URL: cloud.authUrl,
    OS_USERNAME: 'admin',
    OS_PASSWORD: 'secret',
    OS_PROJECT_NAME: 'admin',
    OS_USER_DOMAIN_NAME: 'Default',
    OS_PROJECT_DOMAIN_NAME: 'Default',
    OS_REGION_NAME: 'RegionOne',
    OS_IDENTITY_API_VERSION: '3',
  };
  for (const [name, value] of Object.entries(exports)) console.log(`export ${name}=${value}`);
}

function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

async function main(): Promise<void> {
  const read = readArguments();
  if (read === undefined) {
    console.log(usage);
    return;
  }
  // Listening for the signal first: one that comes while the cloud starts must not leave its data behind.
  const interrupted = untilInterrupted();
  await using cloud = await startDevCloud(read.options);
  if (read.file !== undefined) await writeFile(read.file, cloud.cloudsYaml);
  announce(cloud);
  await interrupted;
}

try {
  await main();
} catch (error) {
  console.error(`ostk-devcloud: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
