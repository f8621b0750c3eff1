import { OptionError, StateError, TransferError } from '../errors.ts';
import { getServer } from '../compute/servers.ts';
import type { ServerRef } from '../compute/types.ts';
import { isVolumeBacked } from '../compute/volume-backed.ts';
import type { Session } from '../http/session.ts';
import { checkNumber, checkOptions, type KeysOf } from '../options.ts';
import type { Platform } from '../platform/types.ts';
import { waitOptionKeys, type WaitOptions } from '../resource/wait.ts';
import {
  type Downloaded,
  downloadOutput,
  type DownloadedImageFile,
  type DownloadToFile,
  type DownloadToStream,
} from './download.ts';
import { OwnSnapshot } from './snapshot.ts';

interface OfServer extends WaitOptions {
  /** What the snapshot is called while it is there. */
  readonly name?: string | undefined;
}

/** Download the disk of a server into a file. */
export interface DownloadServerToFile extends OfServer, Omit<DownloadToFile, 'keepPartial' | 'stream'> {}

/** Download the disk of a server into a web or Node stream. */
export interface DownloadServerToStream extends OfServer, Omit<DownloadToStream, 'stream'> {}

type AnyDownload = DownloadServerToFile | DownloadServerToStream;

const keys: KeysOf<DownloadServerToFile & DownloadServerToStream> = {
  ...waitOptionKeys,
  name: true,
  output: true,
  connections: true,
  closeOutput: true,
  onProgress: true,
  prefer: true,
};

function onVolume(server: string): StateError {
  return new StateError(
    `server ${server} cannot be downloaded: its disk is a volume, of which Glance holds no data`,
    { expected: 'a disk of its own', actual: 'a volume' },
  );
}

/** Takes a snapshot of a server, downloads it verified, and deletes it, whatever comes in between. */
export async function downloadServer(
  session: Session,
  platform: Platform,
  ref: ServerRef,
  options: AnyDownload,
): Promise<Downloaded | DownloadedImageFile> {
  checkOptions('downloadServer', options, keys);
  if (options.output === undefined || options.output === '')
    throw new OptionError('downloadServer: output is missing');
  const { name, timeout, interval, ...download } = options;
  const { signal } = download;
  // Not only when the snapshot is there, which takes its time.
  if ('connections' in download) checkNumber('downloadServer: connections', download.connections, 1);
  const server = await getServer(session, ref, { signal });
  if (server.image === null) throw onVolume(server.id);
  const snapshot = new OwnSnapshot(session, server, { name: name ?? `download of ${server.name}` });
  let downloaded: Downloaded | DownloadedImageFile;
  try {
    const image = await snapshot.take({ timeout, interval, signal });
    if (isVolumeBacked(image)) throw onVolume(server.id);
    downloaded = await downloadOutput(session, platform, image.id, download);
  } catch (error) {
    throw await snapshot.discardAfter(error);
  }
  try {
    await snapshot.discard();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TransferError(
      `server ${server.id} was downloaded, but its snapshot ${downloaded.image.id} could not be deleted: ${reason}`,
      { cause },
    );
  }
  return downloaded;
}
