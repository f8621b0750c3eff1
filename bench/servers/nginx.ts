import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** nginx in front of an image service: it sends the data of one image itself, and passes everything else on. */
export interface Nginx extends AsyncDisposable {
  readonly url: string;
}

function configuration(
  folder: string,
  port: number,
  file: string,
  imageId: string,
  upstream: string,
): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  // As root nginx would change to a user who cannot see the folder.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  return `
${user}
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 256; }
http {
  access_log off;
  sendfile on;
  default_type application/octet-stream;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  server {
    listen 127.0.0.1:${port};
    location = /image/v2/images/${imageId}/file { alias ${file}; }
    location / { proxy_pass ${upstream}; }
  }
}
`;
}

async function waitUntilUp(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (server.exitCode !== null) throw new Error(`nginx stopped with exit code ${server.exitCode}`);
    const up = await fetch(url).then(
      () => true,
      () => false,
    );
    if (up) return;
    // nginx tells nobody when it is ready.
    await delay(50);
  }
  throw new Error('nginx does not answer');
}

/** Starts nginx on a port of 127.0.0.1. */
export async function startNginx(
  folder: string,
  port: number,
  file: string,
  imageId: string,
  upstream: string,
): Promise<Nginx> {
  await mkdir(folder, { recursive: true });
  const config = path.join(folder, 'nginx.conf');
  await writeFile(config, configuration(folder, port, file, imageId, upstream));
  const server = spawn('nginx', ['-e', `${folder}/error.log`, '-c', config], { stdio: 'inherit' });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilUp(url, server);
  return {
    url,
    async [Symbol.asyncDispose](): Promise<void> {
      const closed = new Promise((resolve) => server.once('close', resolve));
      server.kill('SIGTERM');
      await closed;
    },
  };
}
