import type { TlsSettings } from '../platform/types.ts';
import type { NetworkSettings } from './network.ts';
import type { Secret } from './secret.ts';
import type { ServiceType } from './service-type.ts';
import type { AuthType } from './auth-types.ts';
import type { ConfigWarning } from './warnings.ts';

/** Which of a service's endpoints to use. */
export type Interface = 'public' | 'internal' | 'admin';

/** Who signs in, and for what: the `auth` section of a cloud, every value a string as it was written. */
export interface AuthSettings {
  readonly authUrl: string | undefined;
  readonly username: string | undefined;
  readonly userId: string | undefined;
  readonly userDomainId: string | undefined;
  readonly userDomainName: string | undefined;
  readonly password: Secret | undefined;
  readonly token: Secret | undefined;
  readonly applicationCredentialId: string | undefined;
  readonly applicationCredentialName: string | undefined;
  readonly applicationCredentialSecret: Secret | undefined;
  readonly projectId: string | undefined;
  readonly projectName: string | undefined;
  readonly projectDomainId: string | undefined;
  readonly projectDomainName: string | undefined;
  readonly domainId: string | undefined;
  readonly domainName: string | undefined;
  readonly systemScope: string | undefined;
  readonly trustId: string | undefined;
  /** `true` asks for a token without a scope even if the user has a default project. */
  readonly unscoped: boolean;
  /** A one-time passcode (TOTP). */
  readonly passcode: Secret | undefined;
  /** The methods of `v3multifactor`. */
  readonly authMethods: readonly string[];
  /** Where every service is, for methods without a catalog. */
  readonly endpoint: string | undefined;
  readonly oauth2Endpoint: string | undefined;
  readonly oauth2ClientId: string | undefined;
  readonly oauth2ClientSecret: Secret | undefined;
  readonly identityProvider: string | undefined;
  /** The federation protocol of the identity provider, as Keystone calls it. */
  readonly protocol: string | undefined;
  readonly clientId: string | undefined;
  readonly clientSecret: Secret | undefined;
  readonly accessToken: Secret | undefined;
  readonly refreshToken: Secret | undefined;
  readonly accessTokenEndpoint: string | undefined;
  readonly accessTokenType: string | undefined;
  readonly discoveryEndpoint: string | undefined;
  readonly deviceAuthorizationEndpoint: string | undefined;
  readonly codeChallengeMethod: string | undefined;
  readonly openidScope: string | undefined;
  /** An authorization code. */
  readonly code: Secret | undefined;
  readonly redirectUri: string | undefined;
  readonly idpOtpKey: string | undefined;
  readonly authorizationEndpoint: string | undefined;
  /** The port on this machine that a browser comes back to. */
  readonly callbackPort: string | undefined;
  readonly redirectHost: string | undefined;
  readonly redirectPort: string | undefined;
}

/** Time limits in milliseconds. */
export interface Timeouts {
  /** To establish a connection. */
  readonly connect: number;
  /** From the end of a request to the head of its answer. */
  readonly response: number;
  /** Without a byte in either direction while data flow. There is no limit on the whole of a transfer. */
  readonly idle: number;
  /** From the last byte of an upload to the answer: object stores can take many minutes to finish. */
  readonly finish: number;
  /** For one call that moves no image data, all its retries included. */
  readonly deadline: number;
  /** How long an idle connection is kept for the next request. */
  readonly keepAlive: number;
}

/** How one service is found and asked: what is set for the service, else for the cloud. */
export interface ServiceSettings {
  /** The URL that takes the place of the catalog's (`image_endpoint_override`). */
  readonly endpointOverride: string | undefined;
  /** The region of its endpoint (`image_region_name`). */
  readonly regionName: string | undefined;
  /** Of its endpoint, in order of preference (`image_interface`). */
  readonly interfaces: readonly Interface[];
  /** Its type in the catalog (`image_service_type`); the service's own by default. */
  readonly serviceType: string;
  /** Its name in the catalog, if there is more than one of the type (`image_service_name`). */
  readonly serviceName: string | undefined;
  /** What requests name that do not name a microversion themselves (`compute_default_microversion`). */
  readonly defaultMicroversion: string | undefined;
  /** How often a request is sent again after a connection that failed (`image_connect_retries`). */
  readonly connectRetries: number | undefined;
  /** How often a request is sent again after an answer that asks for it (`image_status_code_retries`). */
  readonly statusCodeRetries: number | undefined;
}

/** One cloud, resolved: what a connection is made of. Safe to print: secrets show as `***`. */
export interface CloudConfig {
  /** The cloud's name in clouds.yaml, `envvars`, or `undefined` for explicit options. */
  readonly name: string | undefined;
  /** The vendor profile that the cloud is built on. */
  readonly profile: string | undefined;
  readonly authType: AuthType;
  readonly auth: AuthSettings;
  readonly regionName: string | undefined;
  /** In order of preference. */
  readonly interfaces: readonly Interface[];
  /** Endpoints that take the place of the catalog's. */
  readonly endpointOverrides: Readonly<Partial<Record<ServiceType, string>>>;
  /** The settings of each service, those of the cloud in them where it has none of its own. */
  readonly services: Readonly<Record<ServiceType, ServiceSettings>>;
  readonly tls: TlsSettings;
  readonly timeouts: Timeouts;
  /** `cache: auth:` of clouds.yaml: tokens are kept in the user's cache folder. */
  readonly cacheAuth: boolean;
  /** Proxy, limits and retries. */
  readonly network: NetworkSettings;
  /** What was found that works but is probably not meant, such as a key that nothing reads. */
  readonly warnings: readonly ConfigWarning[];
}
