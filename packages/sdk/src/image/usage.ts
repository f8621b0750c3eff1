import type { Session } from '../http/session.ts';
import { asNumber, asRecord } from '../json.ts';
import { checkOptions } from '../options.ts';
import { answerOf, callKeys, read } from './call.ts';
import type { CallOptions } from './types.ts';

/** One quota of a project. */
export interface QuotaUsage {
  readonly usage: number;
  /** -1 if there is none. */
  readonly limit: number;
}

/**
 * What a project uses of the Image service, and how much it may; empty where quotas are not kept in Keystone.
 *
 * Further quotas that a cloud has are there as well, under Glance's name in camelCase.
 */
export interface ImageUsage {
  /** MiB of all images. */
  readonly imageSizeTotal?: QuotaUsage;
  /** MiB in the staging area. */
  readonly imageStageTotal?: QuotaUsage;
  /** Images. */
  readonly imageCountTotal?: QuotaUsage;
  /** Images that are being uploaded. */
  readonly imageCountUploading?: QuotaUsage;
  readonly [name: string]: QuotaUsage | undefined;
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Asks for a project's quotas. */
export async function getUsage(session: Session, options: CallOptions): Promise<ImageUsage> {
  checkOptions('usage', options, callKeys);
  const answer = answerOf(await read(session, '/info/usage', options), 'usage', 'a usage');
  const entries = Object.entries(asRecord(answer['usage']) ?? {}).map(([name, value]) => {
    const quota = asRecord(value);
    const usage = asNumber(quota?.['usage']) ?? 0;
    return [camelCase(name), { usage, limit: asNumber(quota?.['limit']) ?? -1 }] as const;
  });
  return Object.fromEntries(entries);
}
