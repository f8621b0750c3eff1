import { risingMicroseconds, systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { cloudsYaml } from './clouds-yaml.ts';
import { createDataFolder } from './data-folder.ts';
import { faultService } from './control/fault-service.ts';
import { FaultRegistry } from './faults/registry.ts';
import type { FaultBoard } from './faults/fault.ts';
import { BlobStore } from './glance/blob-store.ts';
import type { Glance } from './glance/glance.ts';
import { Jobs } from './glance/jobs.ts';
import { loadMetadefs } from './glance/metadefs/load.ts';
import { glanceService } from './glance/service.ts';
import { controlPath, listen } from './http/server.ts';
import type { RunningServer, Service } from './http/server.ts';
import { seedDirectory } from './keystone/seed.ts';
import { keystoneService } from './keystone/service.ts';
import { TokenStore } from './keystone/tokens.ts';
import { seedFlavors } from './nova/flavors/flavor.ts';
import type { Nova } from './nova/nova.ts';
import { checkOptions } from './options.ts';
import type { DevCloudOptions } from './options.ts';
import { releases } from './releases/index.ts';

/** A cloud that runs in this process until it is closed. */
export interface DevCloud extends AsyncDisposable {
  /** URL of Keystone's v3 API: what a client calls `auth_url`. */
  readonly authUrl: string;
  /**
   * Text of a clouds.yaml with the clouds `devcloud` (admin), `devcloud-demo` and `devcloud-alt` (members of two other
   * projects). All passwords are `secret`.
   */
  readonly cloudsYaml: string;
  /** What goes wrong on purpose. */
  readonly faults: FaultBoard;
  /** The clock the cloud was given. */
  readonly clock: Clock;
  /** URL of a service as the catalog has it, but for Keystone without its version. */
  url(service: 'identity' | 'image' | 'compute'): string;
  /** Stops the cloud: cuts all connections, and removes all data. May be called more than once. */
  close(): Promise<void>;
}

/**
 * Starts a cloud: Keystone v3 at `/identity`, Glance v2 at `/image` and Nova v2.1 at `/compute` of one HTTP server.
 * @returns once it answers
 * @throws TypeError for wrong options, and what `listen` gives when the port is taken
 */
export async function startDevCloud(options: DevCloudOptions = {}): Promise<DevCloud> {
  checkOptions(options);
  const { clock = systemClock, host = '127.0.0.1', port = 0, signal } = options;
  signal?.throwIfAborted();
  const tokens = new TokenStore(clock, options.tokenLifetime ?? 3600);
  const board = new FaultRegistry(tokens);
  board.add(...(options.faults ?? []));
  // The URLs are known only once the server listens, and the services need the URLs.
  const services: Record<string, Service> = {};
  const server = await listen({ host, port, services, board });
  const base = `http://${host.includes(':') ? `[${host}]` : host}:${server.port}`;
  const urls = {
    identity: `${base}/identity`,
    image: `${base}/image`,
    compute: `${base}/compute/v2.1`,
  };
  try {
    const folder = await createDataFolder();
    const jobs = new Jobs();
    const close = closer(server, jobs, folder.remove, signal);
    const release = releases[options.release ?? 'epoxy'];
    const directory = seedDirectory(options, release, urls);
    const keystone = {
      directory,
      tokens,
      receipts: new Map(),
      release,
      clock,
      url: `${urls.identity}/v3`,
    };
    services['identity'] = keystoneService(keystone, options.federation);
    const now = risingMicroseconds(clock);
    const glance: Glance = {
      release,
      tokens,
      images: new Map(),
      blobs: new BlobStore(folder.path),
      cached: new Map(),
      cacheQueue: new Set(),
      tasks: new Map(),
      jobs,
      webDownload: options.webDownload ?? {},
      limits: options.limits,
      nextId: counter(),
      metadefs: await loadMetadefs(options.metadefs ?? [], now),
      now,
      url: urls.image,
      identityUrl: urls.identity,
    };
    services['image'] = glanceService(glance);
    const nova: Nova = {
      release,
      tokens,
      directory,
      glance,
      servers: new Map(),
      flavors: seedFlavors(now),
      keypairs: [],
      jobs,
      clock,
      stepTime: options.serverStepTime ?? 100,
      nextId: counter(),
      now,
      identityUrl: urls.identity,
    };
    services['compute'] = novaOnDemand(nova);
    services[controlPath] = faultService(board);
    const authUrl = `${urls.identity}/v3`;
    return {
      authUrl,
      cloudsYaml: cloudsYaml(authUrl),
      faults: board,
      clock,
      url: (service) => urls[service],
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Nova, which is loaded when it is first asked: most who start a cloud want its images only. */
function novaOnDemand(nova: Nova): Service {
  let service: Promise<Service> | undefined;
  return async (exchange) => {
    service ??= import('./nova/service.ts').then(({ novaService }) => novaService(nova, '/compute'));
    return await (
      await service
    )(exchange);
  };
}

/** Numbers from 1 on. */
function counter(): () => number {
  let last = 0;
  return () => (last += 1);
}

function closer(
  server: RunningServer,
  jobs: Jobs,
  removeData: () => Promise<void>,
  signal: AbortSignal | undefined,
): () => Promise<void> {
  let closed: Promise<void> | undefined;
  const onAbort = (): void => void close();
  const shut = async (): Promise<void> => {
    signal?.removeEventListener('abort', onAbort);
    await server.close();
    await jobs.close();
    await removeData();
  };
  const close = (): Promise<void> => (closed ??= shut());
  signal?.addEventListener('abort', onAbort, { once: true });
  return close;
}
