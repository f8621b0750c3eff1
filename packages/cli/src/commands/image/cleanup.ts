import type { Image } from '@ostk/sdk';
import type { ListCommand } from '../../command.ts';
import { CommandError, UsageError } from '../../errors.ts';
import { list } from '../../output/list.ts';
import { reasonOf } from '../../report-error.ts';
import { choice, flag, integer, text, texts } from '../../parameters/parameter.ts';

const name = text('--name <pattern>', 'only images of this name; * stands for any characters');
const tags = texts('--tag <tag>', 'only images with this tag (may be repeated)');
const status = text('--status <status>', 'only images in this state');
const olderThan = integer('--older-than <days>', 'only images that were created before that', 0);
const keep = integer('--keep <number>', 'leave as many of them, the latest', 0);
const includeHidden = flag('--include-hidden', 'look at hidden images, too');
const unprotect = flag('--unprotect', 'delete protected images, too');
const mode = choice({
  'dry-run': { value: 'dry', description: 'only show what would be deleted' },
  yes: { value: 'delete', description: 'delete them' },
});

const day = 86_400_000;

function namePattern(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

/** `image cleanup` */
export const command: ListCommand = {
  output: 'list',
  description:
    "Delete those of this project's images that the options choose. At least one of --name, --tag, --status, " +
    '--older-than and --keep is needed, and --dry-run or --yes.',
  parameters: [name, tags, status, olderThan, keep, includeHidden, unprotect, mode],
  async run({ values, signal, connect, warn }) {
    const chosenMode = values.get(mode);
    if (chosenMode === undefined) {
      throw new UsageError('--dry-run, to see what would be deleted, or --yes, to delete it, is missing');
    }
    const days = values.get(olderThan);
    const kept = values.get(keep);
    const [wantedTags, wantedStatus, pattern] = [values.get(tags), values.get(status), values.get(name)];
    if (pattern === undefined && wantedStatus === undefined && days === undefined && kept === undefined) {
      if (wantedTags.length === 0) throw new UsageError("say which images: --name '*' is all of the project");
    }
    const before = days === undefined ? Infinity : Date.now() - days * day;
    const matcher = pattern === undefined ? undefined : namePattern(pattern);
    const isChosen = (image: Image): boolean =>
      (matcher?.test(image.name ?? '') ?? true) &&
      wantedTags.every((tag) => image.tags.includes(tag)) &&
      (wantedStatus === undefined || image.status === wantedStatus) &&
      Date.parse(image.createdAt) <= before;
    const { image } = await connect();
    const options = { includeHidden: values.get(includeHidden), unprotect: values.get(unprotect), signal };
    const spared = new Set<string>();
    if (kept !== undefined) {
      const { deleted, skipped } = await image.cleanupImages({ ...options, filter: isChosen, dryRun: true });
      const latest = [...deleted, ...skipped].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
      for (const { id } of latest.slice(0, kept)) spared.add(id);
    }
    const dryRun = chosenMode === 'dry';
    const filter = (each: Image): boolean => isChosen(each) && !spared.has(each.id);
    const report = await image.cleanupImages({ ...options, filter, dryRun });
    for (const each of report.skipped) warn(`${each.id} (${each.name ?? ''}) is protected and stays`);
    for (const { image: each, error } of report.failed) {
      warn(`failed to delete ${each.id}: ${reasonOf(error)}`);
    }
    if (report.failed.length > 0) {
      const total = report.failed.length + report.deleted.length;
      throw new CommandError(`failed to delete ${report.failed.length} of ${total} images`);
    }
    return list(report.deleted, {
      ID: ({ id }) => id,
      Name: (each) => each.name,
      'Created At': ({ createdAt }) => createdAt,
      Size: ({ size }) => size,
      Result: () => (dryRun ? 'would be deleted' : 'deleted'),
    });
  },
};
