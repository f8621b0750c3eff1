/** A number of bytes, or text such as `'3MiB'`, `'500 kB'`, `'7'`. */
export type ByteSize = number | string;

/** Which way the bytes go: `request` is what the client sends, `response` what it gets. */
export type Direction = 'request' | 'response';

/** What every fault says: where it strikes and how often. */
export interface FaultTarget {
  /**
   * Method and path without the service's prefix: `'PUT /v2/images/:id/file'`. `:name` stands for one segment, a final
   * `*` for any rest, `*` as method for any.
   */
  readonly on: string;
  /** How often it strikes in all; without limit by default. */
  readonly times?: number;
  /** How many matching requests pass unharmed before; 0 by default. */
  readonly skip?: number;
}

/** A point in the body, counted in bytes of it (not of the framing). */
export interface FaultPoint {
  /** Strikes as soon as so many bytes of the body have passed; 0 by default. */
  readonly after?: ByteSize;
  /** Which body; by default the request's for PUT, POST and PATCH, else the response's. */
  readonly direction?: Direction;
}

/** Answers with this status in place of the service, at once or after so many bytes of the request. */
export interface StatusFault extends FaultTarget {
  readonly do: 'status';
  readonly status: number;
  /** Empty by default. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Reads so many bytes of the request's body first (an upload under way then fails as any other). */
  readonly after?: ByteSize;
}

/**
 * `reset`: the connection is reset (RST) at the point. `truncate`: closed in good order there, short of what was announced.
 * `stall`: nothing passes any more, the connection stays. `corrupt`: the byte behind the point has all its bits turned.
 * `expire-token`, `revoke-token`: the request's token ends there. `worker-death`: the process that serves the request
 * dies there, so an upload leaves its image in `saving` for ever.
 */
export interface PointFault extends FaultTarget, FaultPoint {
  readonly do: 'reset' | 'truncate' | 'stall' | 'corrupt' | 'expire-token' | 'revoke-token' | 'worker-death';
}

/** From the point on no more than so many bytes pass in a second. */
export interface SlowFault extends FaultTarget, FaultPoint {
  readonly do: 'slow';
  readonly bytesPerSecond: ByteSize;
}

/** The body is one of its own: it ends in good order after so many bytes, and announces no more than it brings. */
export interface ShortenFault extends FaultTarget {
  readonly do: 'shorten';
  /** How many bytes remain. */
  readonly after: ByteSize;
}

/** The body brings so many bytes of zeros more than it should, and announces them. */
export interface LengthenFault extends FaultTarget {
  readonly do: 'lengthen';
  readonly by: ByteSize;
}

/**
 * `lie-about-range`: a request for a range gets 206 with the whole content, as some stores give it. `ignore-range`: it
 * gets 200 with the whole content. `refuse-range`: it gets 400, as other stores do. `lose-answer`: the service does its work, then the connection is reset in place of an
 * answer.
 */
export interface AnswerFault extends FaultTarget {
  readonly do: 'lie-about-range' | 'ignore-range' | 'refuse-range' | 'lose-answer';
}

/** The service does its work, and the answer comes so much later. */
export interface DelayFault extends FaultTarget {
  readonly do: 'delay-answer';
  readonly milliseconds: number;
}

/** What a fault of an import says besides: in which store, and where in its data. */
export interface ImportFaultPoint {
  /** The store it strikes in; the first one by default. */
  readonly store?: string;
  /** Strikes as soon as so many bytes have come to the store; 0 by default. */
  readonly after?: ByteSize;
}

/** The import stands still there, in `importing`, without a word from its task. */
export interface HangImportFault extends FaultTarget, ImportFaultPoint {
  readonly do: 'hang-import';
  /** For how long; for ever by default. */
  readonly milliseconds?: number;
}

/** The import fails there, as it does when a store fails. */
export interface FailImportFault extends FaultTarget, ImportFaultPoint {
  readonly do: 'fail-import';
  /** What the task says; what Glance says of most failures by default. */
  readonly message?: string;
}

/** The import is slow, and its task tells how far it has got. */
export interface SlowImportFault extends FaultTarget {
  readonly do: 'slow-import';
  readonly bytesPerSecond: ByteSize;
  /** The store it is slow in; the first one by default. */
  readonly store?: string;
}

/** What is being done with a server, as Nova names it; a fault can make the server stand still in it. */
export type ServerTask =
  | 'scheduling'
  | 'networking'
  | 'block_device_mapping'
  | 'spawning'
  | 'image_snapshot_pending'
  | 'image_snapshot'
  | 'image_backup'
  | 'image_pending_upload'
  | 'image_uploading'
  | 'rebuilding'
  | 'rebuild_block_device_mapping'
  | 'rebuild_spawning'
  | 'rebooting'
  | 'reboot_started'
  | 'rebooting_hard'
  | 'reboot_started_hard'
  | 'powering-off'
  | 'powering-on'
  | 'deleting';

/** The work on a server that the request begins (building, snapshot, rebuild, …) stands still. */
export interface HangServerFault extends FaultTarget {
  readonly do: 'hang-server';
  /** In which task; by default where such work takes longest: `spawning`, `image_uploading`, `rebuild_spawning`. */
  readonly state?: ServerTask;
  /** For how long, on the cloud's clock; for ever by default. */
  readonly milliseconds?: number;
}

/** The work on a server ends in `ERROR`. A snapshot under way is deleted. */
export interface FailServerFault extends FaultTarget {
  readonly do: 'fail-server';
  /** What the server's fault says; that no host was found by default. */
  readonly message?: string;
}

/** A snapshot comes to nothing, and the server goes on as if nothing had been. */
export interface FailSnapshotFault extends FaultTarget {
  readonly do: 'fail-snapshot';
  /**
   * What becomes of the image: `deleted` (the default: Nova tidies up), `queued` (nobody ever sends its data), or
   * `killed` (as older stores leave it).
   */
  readonly image?: 'deleted' | 'queued' | 'killed';
}

/** One thing that goes wrong on purpose. Plain data: it can be given as JSON. */
export type Fault =
  | StatusFault
  | PointFault
  | SlowFault
  | ShortenFault
  | LengthenFault
  | AnswerFault
  | DelayFault
  | HangImportFault
  | FailImportFault
  | SlowImportFault
  | HangServerFault
  | FailServerFault
  | FailSnapshotFault;

/** What a fault does. */
export type FaultAction = Fault['do'];

/** One stroke of a fault. */
export interface FiredFault {
  readonly fault: Fault;
  readonly method: string;
  /** The path that was hit, without the service's prefix. */
  readonly path: string;
}

/** The faults of a cloud: add them, take them away, and see which have struck. */
export interface FaultBoard {
  /**
   * Adds faults; they strike from the next request on. Of several that match, each strikes.
   * @throws TypeError that names what is wrong with a fault; then none is added
   */
  add(...faults: readonly Fault[]): void;
  /** Takes all faults away and forgets which have struck. Requests under way keep theirs. */
  clear(): void;
  /** The faults that are set, in the order they were added, used up or not. */
  list(): readonly Fault[];
  /** The strokes so far, oldest first. */
  fired(): readonly FiredFault[];
}
