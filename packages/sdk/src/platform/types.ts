/** A stream of bytes that was received; iterate it once, or cancel it to close its connection. */
export interface ByteStream extends AsyncIterable<Uint8Array> {
  /** Closes the connection without reading the rest. Safe to call at any time, more than once. */
  cancel(): void;
}

/** One HTTP exchange, without retries, redirects or authentication. */
export interface TransportRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | AsyncIterable<Uint8Array> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without a byte in either direction before the exchange is given up. */
  readonly idleTimeout: number;
  /** Milliseconds from the last byte sent to the head of the answer. */
  readonly responseTimeout: number;
  /** Whether the answer's body is read at once: the request counts against `maxSockets` until it was. */
  readonly brief?: boolean | undefined;
  /** Called once the whole body has been handed to the network. */
  readonly onBodySent?: (() => void) | undefined;
}

/** The head of an answer, and its body as a stream. Header names are in lower case. */
export interface TransportResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ByteStream;
  /** Settles when the body was read, cancelled, or cut. */
  readonly over: Promise<void>;
}

/** Sends HTTP requests over connections that it keeps alive. */
export interface Transport {
  /** Rejects with NetworkError, TimeoutError, or the signal's reason; every status is an answer. */
  send(request: TransportRequest): Promise<TransportResponse>;
  /** Closes idle connections; those in use are closed when their answer has been read. */
  close(): void;
}

/** Paths of PEM files and the decision whether to trust; relative paths start at the working directory. */
export interface TlsSettings {
  readonly verify: boolean;
  readonly cacert: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** The name that the certificates have to carry, and that is asked for (SNI), if it is not the URL's host. */
  readonly servername?: string | undefined;
}

/** A proxy server. */
export interface ProxyServer {
  /** Scheme, host and port; never with a password. */
  readonly url: string;
  readonly username: string | undefined;
  readonly password: { reveal(): string } | undefined;
}

/** Which requests go through a proxy. */
export interface ProxySettings {
  /** For `http:` URLs. */
  readonly http: ProxyServer | undefined;
  /** For `https:` URLs, by a tunnel: the proxy sees the host, nothing else. */
  readonly https: ProxyServer | undefined;
  /** Hosts that are reached directly, as in `NO_PROXY`: names with their subdomains, addresses, networks, `*`. */
  readonly bypass: readonly string[];
}

/** What a transport needs to know of its cloud. */
export interface TransportSettings {
  readonly tls: TlsSettings;
  /** Milliseconds to establish a connection (TCP and TLS). */
  readonly connectTimeout: number;
  /**
   * Requests to one origin at the same time; the others wait in line. A `brief` one counts to the end of its answer,
   * others to its head, and one that sends a stream does not count: transfers come on top.
   */
  readonly maxSockets: number;
  /** Milliseconds that an idle connection is kept for the next request; 60 s by default. */
  readonly keepAlive?: number | undefined;
  readonly proxy?: ProxySettings | undefined;
}

/** Computes a digest of bytes that pass by, off the main thread when there are many. */
export interface Digest {
  readonly algorithm: string;
  /** Takes the next bytes; a returned promise asks to wait (back-pressure). The bytes may be reused afterwards. */
  update(chunk: Uint8Array): Promise<void> | undefined;
  /** The digest of all bytes, in lower-case hexadecimal. Call it once. */
  digest(): Promise<string>;
  /** Frees the thread; needed when `digest()` is not called. */
  dispose(): void;
}

/** Computes the digest of a file that is still being written, following its frontier. */
export interface FollowingDigest {
  /** Says that the bytes before `frontier` are written and will not change. */
  advance(frontier: number): void;
  /** The digest of the first `size` bytes, once `advance(size)` was called. */
  digest(): Promise<string>;
  dispose(): void;
}

/** A file that is open for positional access. */
export interface OpenFile {
  /** Reads up to `buffer.length` bytes at `position`; answers how many, 0 at the end. */
  read(buffer: Uint8Array, position: number): Promise<number>;
  /** Writes the whole of `chunks`, one after the other, at `position`. */
  write(chunks: readonly Uint8Array[], position: number): Promise<void>;
  truncate(size: number): Promise<void>;
  /** Waits until what was written is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** What is known of a path. */
export interface FileInfo {
  readonly kind: 'file' | 'directory' | 'other';
  readonly size: number;
}

/** The file system, as far as transfers and configuration need it. Errors carry the system's `code`. */
export interface Files {
  /** `undefined` if there is nothing at `path`. */
  stat(path: string): Promise<FileInfo | undefined>;
  /** The file's text, or `undefined` if there is no such file. */
  readText(path: string): Promise<string | undefined>;
  /** `create` empties what is there, `new` fails with `EEXIST` if there is something, `update` if there is nothing. */
  open(path: string, mode: 'read' | 'create' | 'new' | 'update'): Promise<OpenFile>;
  /** Replaces `to` atomically. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; it is not an error if there is none. */
  remove(path: string): Promise<void>;
  /** Bytes that an ordinary user may still write where `path` lies, or `undefined` if the system does not tell. */
  freeSpace(path: string): Promise<number | undefined>;
  /** Makes the rename of `path` durable where the system can. */
  syncDirectoryOf(path: string): Promise<void>;
  /** The path of a `file:` URL. */
  pathOf(url: URL): string;
  join(...parts: readonly string[]): string;
  absolute(path: string): string;
}

/** What configuration may ask of the process. */
export interface Environment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  /** Directories that may hold clouds.yaml, in order of preference. */
  readonly configDirectories: readonly string[];
  /** Expands a leading `~`. */
  expandHome(path: string): string;
}

/** A process that may hold a file: enough to tell whether it still runs. */
export interface ProcessIdentity {
  readonly id: number;
  isRunning(id: number): boolean;
}

/** A request that a browser made to this program. Header names are in lower case. */
export interface LoopbackRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The page that a browser gets. */
export interface LoopbackAnswer {
  readonly status: number;
  readonly html: string;
}

/** Answers a browser. */
export type LoopbackHandler = (request: LoopbackRequest) => LoopbackAnswer;

/** A listener on this machine that a browser can be sent back to. */
export interface Loopback {
  readonly port: number;
  /** Takes no more requests; the last answer still gets out. */
  close(): void;
}

/** Listens on a port of 127.0.0.1 (0 for any that is free); rejects with AuthError if it is taken. */
export type Listen = (port: number, handle: LoopbackHandler) => Promise<Loopback>;

/** Where whoever is interested in this process can listen to what happens: named channels. */
export interface EventChannels {
  /** Whether there is a listener to one of the channels that begin with this. */
  isWanted(prefix: string): boolean;
  publish(name: string, event: object): void;
}

/** Where a store keeps its texts: in the user's cache folder, or in the keyring of the system. */
export type TokenStoreKind = 'file' | 'keyring';

/** Keeps short texts that only this user can read, for other processes as well. */
export interface TokenStore {
  /** A secret of the store, always the same. */
  salt(): Promise<string>;
  get(key: string): Promise<string | undefined>;
  /**
   * Replaces the text at once: nobody sees half of it. One that is too long for the store is not kept.
   *
   * @param expiresAt milliseconds since 1970; the text is of no use afterwards.
   */
  set(key: string, text: string, expiresAt: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** Runs `work` while no other process runs one for the same key. */
  exclusively?<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Everything that needs a runtime. The library above it knows no `node:` module. */
export interface Platform {
  readonly files: Files;
  readonly process: ProcessIdentity;
  /** For the User-Agent header, such as `node/20.20.2`. */
  readonly runtime: string;
  environment(): Environment;
  readonly events: EventChannels;
  /** Rejects if there can be no such store that is private; with ConfigError if it is the keyring. */
  openTokenStore(kind: TokenStoreKind): Promise<TokenStore>;
  /** Writes lines of a debug log, if the process was started with the wish for one. */
  readonly debugLog: ((line: string) => void) | undefined;
  createTransport(settings: TransportSettings): Transport;
  /** Whether digests of this name (`sha512`, `md5`, …) can be computed here. */
  hasDigest(algorithm: string): boolean;
  /** `expectedSize` decides whether a thread is worth its start. */
  createDigest(algorithm: string, expectedSize: number | undefined): Digest;
  createFollowingDigest(algorithm: string, path: string): FollowingDigest;
  listen: Listen;
}
