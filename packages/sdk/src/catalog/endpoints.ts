import type { CatalogService } from '../auth/types.ts';
import { identityUrl } from '../auth/identity-url.ts';
import type { AuthType } from '../config/auth-types.ts';
import type { CloudConfig, Interface } from '../config/types.ts';
import type { ServiceType } from '../config/service-type.ts';
import { DiscoveryError } from '../errors.ts';
import { parseJson } from '../json.ts';
import { findEndpoint } from './service-catalog.ts';
import { microversionRange } from './microversions.ts';
import {
  type ApiVersion,
  parseVersions,
  upToVersion,
  versionInUrl,
  versionUrl,
  withoutVersion,
  type MicroversionRange,
} from './versions.ts';

/** The one major version of each service that this library speaks. */
const majors: Readonly<Record<ServiceType, number>> = { identity: 3, image: 2, compute: 2 };

/** A document that was read without a token. */
export interface Document {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** Reads a version document; 300 is a success. */
export type ReadDocument = (
  service: ServiceType,
  url: string,
  signal: AbortSignal | undefined,
) => Promise<Document>;

/** The methods that get no catalog with their token. */
const withoutCatalog = new Set<AuthType>(['none', 'http_basic', 'admin_token', 'token_endpoint']);

/** Where a service is when no catalog can say so; `undefined` if one can. */
function fixedEndpoint(
  { auth, authType }: CloudConfig,
  service: ServiceType,
  catalog: readonly CatalogService[],
): string | undefined {
  if (withoutCatalog.has(authType)) {
    if (auth.endpoint !== undefined) return auth.endpoint;
    throw new DiscoveryError(
      `auth_type ${authType} brings no service catalog: set endpoint, or ${service}_endpoint_override`,
    );
  }
  // A token without a scope has no catalog, but can still ask what there is to choose from.
  if (service === 'identity' && catalog.length === 0 && auth.authUrl !== undefined) {
    return identityUrl(auth.authUrl);
  }
  if (authType === 'v3tokenlessauth') {
    throw new DiscoveryError(
      `auth_type v3tokenlessauth is for the identity service; for others, set ${service}_endpoint_override`,
    );
  }
  return undefined;
}

/** One of a service's endpoints. */
export interface EndpointChoice {
  /** Those of the configuration, by default. */
  readonly interface?: Interface | undefined;
  /** That of the configuration, by default. */
  readonly regionName?: string | undefined;
}

/** Finds where each service's API lives, once for each service. */
export class Endpoints {
  readonly #config: CloudConfig;
  readonly #read: ReadDocument;
  readonly #urls = new Map<ServiceType, Promise<string>>();
  readonly #microversions = new Map<ServiceType, Promise<MicroversionRange | undefined>>();

  constructor(config: CloudConfig, read: ReadDocument) {
    this.#config = config;
    this.#read = read;
  }

  /**
   * The versioned root of a service, without a trailing slash: the override if there is one, else the catalog's.
   * A URL that carries the version is taken as it is, without a request.
   *
   * @throws DiscoveryError if there is no such service or it does not answer as one.
   */
  url(service: ServiceType, catalog: readonly CatalogService[]): Promise<string> {
    let url = this.#urls.get(service);
    if (url === undefined) {
      url = this.#find(service, catalog);
      this.#urls.set(service, url);
      // A failure is not remembered: the service may be up the next time.
      url.catch(() => this.#urls.delete(service));
    }
    return url;
  }

  /** The root of a service as the override or the catalog gives it, before discovery; the catalog, if one is chosen. */
  declared(service: ServiceType, catalog: readonly CatalogService[], choice: EndpointChoice = {}): string {
    const { endpointOverride, regionName, ...query } = this.#config.services[service];
    const { interface: chosen, regionName: region = regionName } = choice;
    if (chosen !== undefined) return findEndpoint(catalog, { ...query, interfaces: [chosen], region });
    if (choice.regionName !== undefined) return findEndpoint(catalog, { ...query, region });
    const fixed = endpointOverride ?? fixedEndpoint(this.#config, service, catalog);
    return fixed ?? findEndpoint(catalog, { ...query, region });
  }

  async #find(service: ServiceType, catalog: readonly CatalogService[]): Promise<string> {
    const declared = this.declared(service, catalog).replace(/\/+$/, '');
    if (versionInUrl(declared) === majors[service]) return declared;
    const versions = await this.versions(service, declared, undefined);
    // A front end may hide the document but serve the API: the version's place below the root is fixed.
    if (versions === undefined) return `${declared}/v${majors[service]}`;
    const usable = versions.find(
      ({ major, status }) => major === majors[service] && status !== 'EXPERIMENTAL',
    );
    if (usable !== undefined) return versionUrl(declared, usable);
    const offered = versions.map(({ id }) => id).join(', ');
    throw new DiscoveryError(
      `the ${service} service at ${declared} has no v${majors[service]} API; it has ${offered}`,
    );
  }

  /**
   * The microversions of a service, asked for once; `undefined` if it has none or does not say. `root` is its
   * versioned root.
   */
  microversions(service: ServiceType, root: string): Promise<MicroversionRange | undefined> {
    let range = this.#microversions.get(service);
    if (range === undefined) {
      range = this.#findMicroversions(service, root);
      this.#microversions.set(service, range);
      range.catch(() => this.#microversions.delete(service));
    }
    return range;
  }

  async #findMicroversions(service: ServiceType, root: string): Promise<MicroversionRange | undefined> {
    // The version's own document first: a front end may serve nothing above it. Old services want a token for it.
    for (const place of [upToVersion(root), withoutVersion(root)]) {
      const { text } = await this.#read(service, `${place}/`, undefined);
      const range = microversionRange(parseVersions(parseJson(text)) ?? [], majors[service]);
      if (range !== undefined) return range;
    }
    return undefined;
  }

  /** The versions that the service lists at `root`, newest first; `undefined` if it refuses to say. */
  async versions(
    service: ServiceType,
    root: string,
    signal: AbortSignal | undefined,
  ): Promise<readonly ApiVersion[] | undefined> {
    const document = await this.#read(service, `${root}/`, signal);
    if (document.status >= 400 && document.status < 500) return undefined;
    const versions = parseVersions(parseJson(document.text));
    if (versions !== undefined) return versions;
    throw new DiscoveryError(
      `the ${service} endpoint ${root} answered ${document.status} (${document.contentType}), not with a version document: ` +
        `check the service catalog or set ${service}_endpoint_override`,
    );
  }
}
